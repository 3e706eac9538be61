"""Questions, proposals, changes, messages, drafts, rules that answer, a journal that stays."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

STAYS = {
    'postgresql': [
        '''CREATE FUNCTION keep_journal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the journal is never changed'; END $$''',
        '''CREATE TRIGGER keep_journal BEFORE UPDATE OR DELETE ON journal
        FOR EACH ROW EXECUTE FUNCTION keep_journal()''',
        '''CREATE TRIGGER keep_journal_whole BEFORE TRUNCATE ON journal
        FOR EACH STATEMENT EXECUTE FUNCTION keep_journal()''',
    ],
    'sqlite': [
        f'''CREATE TRIGGER keep_journal_{act.lower()} BEFORE {act} ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END'''
        for act in ('UPDATE', 'DELETE')
    ],
}
CHANGES = {
    'postgresql': [
        'DROP TRIGGER keep_journal_whole ON journal',
        'DROP TRIGGER keep_journal ON journal',
        'DROP FUNCTION keep_journal()',
    ],
    'sqlite': ['DROP TRIGGER keep_journal_update', 'DROP TRIGGER keep_journal_delete'],
}
# SQLite forgets the triggers of a table that a later migration makes anew: make these again then.


def upgrade() -> None:
    op.create_table('drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_drafts_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_drafts_territory_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_drafts_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts'))
    )
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.create_index('ix_drafts_user', ['user_id', 'organization_id'], unique=False)

    op.create_table('approval_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('borrower_ids', sa.JSON(), nullable=False),
    sa.Column('item_ids', sa.JSON(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('longest_days', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['pool_id'], ['pools.id'], name=op.f('fk_approval_rules_pool_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['users.id'], name=op.f('fk_approval_rules_set_by_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_approval_rules_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_rules'))
    )
    with op.batch_alter_table('approval_rules', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approval_rules_pool_id'), ['pool_id'], unique=False)

    op.create_table('changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('reservation_id', sa.Integer(), nullable=False),
    sa.Column('by_lender', sa.Boolean(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_changes_period')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['users.id'], name=op.f('fk_changes_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_changes_asked_by_id')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservations.id'], name=op.f('fk_changes_reservation_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_changes_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_changes'))
    )
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_changes_reservation_id'), ['reservation_id'], unique=False)

    op.create_table('comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('reservation_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('function', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_comments_organization_id')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservations.id'], name=op.f('fk_comments_reservation_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_comments_territory_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_comments_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comments'))
    )
    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comments_reservation_id'), ['reservation_id'], unique=False)

    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reservation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('control', sa.String(length=40), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_files_reservation_id'), ['reservation_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_files_reservation_id'), 'reservations', ['reservation_id'], ['id'])

    if op.get_bind().dialect.name == 'sqlite':
        # made anew, the table would have its indexes in another order, and read a long past
        op.execute('ALTER TABLE holds ADD COLUMN change_id INTEGER '
                   'CONSTRAINT fk_holds_change_id REFERENCES changes (id)')
    else:
        op.add_column('holds', sa.Column('change_id', sa.Integer(), nullable=True))
        op.create_foreign_key(op.f('fk_holds_change_id'), 'holds', 'changes', ['change_id'], ['id'])
    op.create_index('ix_holds_change', 'holds', ['change_id'], unique=False, postgresql_where=sa.text('change_id IS NOT NULL'), sqlite_where=sa.text('change_id IS NOT NULL'))

    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=32), nullable=False, server_default='inventory'))

    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('door', sa.String(length=10), nullable=False, server_default=''))

    with op.batch_alter_table('lines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked', sa.Integer(), nullable=True))

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('daily', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('pools', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reply_days', sa.Integer(), nullable=False, server_default='5'))
        batch_op.add_column(sa.Column('confirm_days', sa.Integer(), nullable=False, server_default='2'))
        batch_op.add_column(sa.Column('cancel_days', sa.Integer(), nullable=False, server_default='2'))
        batch_op.add_column(sa.Column('substitute_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('substitute_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('substitute_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_pools_substitute_id'), 'users', ['substitute_id'], ['id'])

    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('engagement_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('event_starts_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('event_ends_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('transport', sa.String(length=32), nullable=False, server_default='own'))
        batch_op.add_column(sa.Column('channel', sa.String(length=32), nullable=False, server_default='online'))
        batch_op.add_column(sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('reservations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('usual_reason', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('by_rule', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('elected', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('awaited', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('reply_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('substitute_told_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('substitute_told_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('owner_told_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_reservations_waiting', ['territory_id'], unique=False, postgresql_where=sa.text("status = 'waitlisted'"), sqlite_where=sa.text("status = 'waitlisted'"))
        batch_op.create_foreign_key(batch_op.f('fk_reservations_substitute_told_id'), 'users', ['substitute_told_id'], ['id'])

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('daily', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('digested_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('invitations', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('muted', sa.JSON(), nullable=False, server_default='[]'))
    for statement in STAYS[op.get_bind().dialect.name]:
        op.execute(statement)



def downgrade() -> None:
    for statement in CHANGES[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute('DELETE FROM holds WHERE change_id IS NOT NULL')
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('muted')
        batch_op.drop_column('invitations')
        batch_op.drop_column('digested_at')
        batch_op.drop_column('daily')

    with op.batch_alter_table('reservations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_reservations_substitute_told_id'), type_='foreignkey')
        batch_op.drop_index('ix_reservations_waiting', postgresql_where=sa.text("status = 'waitlisted'"), sqlite_where=sa.text("status = 'waitlisted'"))
        batch_op.drop_column('owner_told_at')
        batch_op.drop_column('substitute_told_id')
        batch_op.drop_column('substitute_told_at')
        batch_op.drop_column('reminded_at')
        batch_op.drop_column('reply_due_at')
        batch_op.drop_column('awaited')
        batch_op.drop_column('elected')
        batch_op.drop_column('by_rule')
        batch_op.drop_column('usual_reason')

    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_column('kept_at')
        batch_op.drop_column('channel')
        batch_op.drop_column('transport')
        batch_op.drop_column('event_ends_at')
        batch_op.drop_column('event_starts_at')
        batch_op.drop_column('engagement_on')

    with op.batch_alter_table('pools', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_pools_substitute_id'), type_='foreignkey')
        batch_op.drop_column('substitute_until')
        batch_op.drop_column('substitute_from')
        batch_op.drop_column('substitute_id')
        batch_op.drop_column('cancel_days')
        batch_op.drop_column('confirm_days')
        batch_op.drop_column('reply_days')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_column('daily')

    with op.batch_alter_table('lines', schema=None) as batch_op:
        batch_op.drop_column('asked')

    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_column('door')

    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_column('kind')

    with op.batch_alter_table('holds', schema=None) as batch_op:
        if op.get_bind().dialect.name == 'postgresql':  # SQLite drops it with its column
            batch_op.drop_constraint(batch_op.f('fk_holds_change_id'), type_='foreignkey')
        batch_op.drop_index('ix_holds_change', postgresql_where=sa.text('change_id IS NOT NULL'), sqlite_where=sa.text('change_id IS NOT NULL'))
        batch_op.drop_column('change_id')

    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_files_reservation_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_files_reservation_id'))
        batch_op.drop_column('control')
        batch_op.drop_column('reservation_id')

    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comments_reservation_id'))

    op.drop_table('comments')
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_changes_reservation_id'))

    op.drop_table('changes')
    with op.batch_alter_table('approval_rules', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_approval_rules_pool_id'))

    op.drop_table('approval_rules')
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_index('ix_drafts_user')

    op.drop_table('drafts')
