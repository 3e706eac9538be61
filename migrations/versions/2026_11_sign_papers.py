"""Papers of every kind, their signatures and their wording; acts with their transmission."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

def _added():
    # one by one, outside a batch: SQLite then keeps the table, its indexes and its triggers
    return {
        'territories': [
            sa.Column('needs_act', sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column('owners_word', sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column('admitted', sa.JSON(), nullable=False, server_default='{}'),
        ],
        'mandates': [
            sa.Column('email', sa.String(length=254), nullable=False, server_default=''),
            sa.Column('delegated_by', sa.String(length=120), nullable=False, server_default=''),
        ],
        'pools': [sa.Column('needs_signed', sa.Boolean(), nullable=False, server_default=sa.false())],
        'reservations': [
            sa.Column('price', sa.String(length=200), nullable=False, server_default=''),
            sa.Column('deposit', sa.String(length=80), nullable=False, server_default=''),
            sa.Column('deposit_means', sa.String(length=120), nullable=False, server_default=''),
            sa.Column('deposit_received_at', sa.DateTime(timezone=True), nullable=True),
            sa.Column('deposit_returned_at', sa.DateTime(timezone=True), nullable=True),
        ],
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table('acts') as batch_op:
        batch_op.add_column(sa.Column('transmitted_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('partner_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('file_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_acts_partner_id'), 'organizations', ['partner_id'], ['id'])
        batch_op.create_foreign_key(op.f('fk_acts_file_id'), 'files', ['file_id'], ['id'])

    op.create_table('wordings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('articles', sa.JSON(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_wordings_by_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_wordings_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_wordings_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wordings')),
    sa.UniqueConstraint('organization_id', 'kind', 'version', name=op.f('uq_wordings_organization_id_kind_version'))
    )
    _widen_conventions()
    op.create_table('signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('convention_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('for_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=True),
    sa.Column('mandate_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('stamp', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('means', sa.String(length=32), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('drawn', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('consent', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('scan_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['convention_id'], ['conventions.id'], name=op.f('fk_signatures_convention_id')),
    sa.ForeignKeyConstraint(['delegation_id'], ['acts.id'], name=op.f('fk_signatures_delegation_id')),
    sa.ForeignKeyConstraint(['for_id'], ['organizations.id'], name=op.f('fk_signatures_for_id')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandates.id'], name=op.f('fk_signatures_mandate_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_signatures_organization_id')),
    sa.ForeignKeyConstraint(['scan_id'], ['files.id'], name=op.f('fk_signatures_scan_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_signatures_territory_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_signatures_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatures')),
    sa.UniqueConstraint('convention_id', 'rank', name=op.f('uq_signatures_convention_id_rank'))
    )
    op.create_index('ix_signatures_state', 'signatures', ['territory_id', 'state', 'asked_at'])
    op.create_index(op.f('ix_signatures_organization_id'), 'signatures', ['organization_id'])
    _open_signatures()


def _open_signatures():
    """Have the papers of before wait for their signatures, save those of loans given up."""
    op.execute('''UPDATE conventions SET state = 'cancelled', cancelled_at = CURRENT_TIMESTAMP,
        reason = 'La réservation est annulée.' WHERE EXISTS (SELECT 1 FROM reservations r
        WHERE r.id = conventions.reservation_id AND r.status IN ('cancelled', 'refused', 'expired'))''')
    visa = 'c.manager_id IS NOT NULL AND c.manager_id <> c.owner_id'
    for part, who, rank, asked, where in (
        ('borrower', 'partner_id', '1', 'CURRENT_TIMESTAMP', 'c.partner_id IS NOT NULL'),
        ('manager', 'manager_id', '2', 'NULL', visa),
        ('owner', 'owner_id', f'CASE WHEN {visa} THEN 3 ELSE 2 END', 'NULL', '1 = 1'),
    ):
        state = 'asked' if part == 'borrower' else 'waiting'
        op.execute(f'''INSERT INTO signatures (territory_id, convention_id, rank, part, organization_id,
            state, asked_at, email, stamp, name, title, drawn, address, sha256, consent, reason)
            SELECT c.territory_id, c.id, {rank}, '{part}', c.{who}, '{state}', {asked},
            '', '', '', '', '', '', '', '', '' FROM conventions c
            WHERE c.state = 'to_sign' AND {where}''')


REFERENCES = {
    'manager_id': 'organizations', 'partner_id': 'organizations', 'amends_id': 'conventions',
    'pool_id': 'pools', 'depot_id': 'depots', 'created_by_id': 'users', 'scan_id': 'files',
}
def _plain():
    return [
        sa.Column('kind', sa.String(length=32), nullable=False, server_default='loan'),
        sa.Column('state', sa.String(length=32), nullable=False, server_default='to_sign'),
        sa.Column('starts_on', sa.Date(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('renewable', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('acts_of', sa.String(length=32), nullable=True),
        sa.Column('options', sa.JSON(), nullable=False, server_default='{}'),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('content', sa.JSON(), nullable=True),
        sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('signed_pdf', sa.LargeBinary(), nullable=True),
        sa.Column('signed_sha256', sa.String(length=64), nullable=False, server_default=''),
        sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False, server_default=''),
    ]


ISSUED = {'year': sa.Integer(), 'rank': sa.Integer(), 'issued_at': sa.DateTime(timezone=True), 'terms': sa.JSON(), 'pdf': sa.LargeBinary(), 'reservation_id': sa.Integer()}
"""What a draft has not yet."""


def _widen_conventions() -> None:
    with op.batch_alter_table('conventions') as batch_op:
        batch_op.drop_constraint(op.f('uq_conventions_reservation_id'), type_='unique')
        for column in _plain():
            batch_op.add_column(column)
        for name in REFERENCES:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name, type_ in ISSUED.items():
            batch_op.alter_column(name, existing_type=type_, nullable=True)
        for name, table in REFERENCES.items():
            batch_op.create_foreign_key(op.f(f'fk_conventions_{name}'), table, [name], ['id'])
    op.execute('UPDATE conventions SET created_at = issued_at')
    op.execute('''UPDATE conventions SET
        partner_id = (SELECT q.borrower_id FROM reservations r JOIN requests q ON q.id = r.request_id WHERE r.id = conventions.reservation_id),
        manager_id = (SELECT p.manager_id FROM reservations r JOIN pools p ON p.id = r.pool_id WHERE r.id = conventions.reservation_id)''')
    with op.batch_alter_table('conventions') as batch_op:
        batch_op.alter_column('created_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_index('ix_conventions_reservation', ['reservation_id'])
        batch_op.create_index('ix_conventions_state', ['territory_id', 'state'])
        batch_op.create_index(op.f('ix_conventions_partner_id'), ['partner_id'])


def downgrade() -> None:
    op.drop_table('signatures')
    op.drop_table('wordings')
    # the former schema holds one paper per loan, and nothing but papers of loans
    op.execute("DELETE FROM conventions WHERE reservation_id IS NULL OR kind NOT IN ('loan', 'slip')")
    op.execute('''DELETE FROM conventions WHERE EXISTS (SELECT 1 FROM conventions c
        WHERE c.reservation_id = conventions.reservation_id AND c.id > conventions.id)''')
    with op.batch_alter_table('conventions') as batch_op:
        batch_op.drop_index('ix_conventions_reservation')
        batch_op.drop_index('ix_conventions_state')
        batch_op.drop_index(op.f('ix_conventions_partner_id'))
        for name in REFERENCES:
            batch_op.drop_constraint(op.f(f'fk_conventions_{name}'), type_='foreignkey')
            batch_op.drop_column(name)
        for column in _plain():
            batch_op.drop_column(column.name)
        for name, type_ in ISSUED.items():
            batch_op.alter_column(name, existing_type=type_, nullable=False)
        batch_op.create_unique_constraint(op.f('uq_conventions_reservation_id'), ['reservation_id'])
    with op.batch_alter_table('acts') as batch_op:
        batch_op.drop_constraint(op.f('fk_acts_partner_id'), type_='foreignkey')
        batch_op.drop_constraint(op.f('fk_acts_file_id'), type_='foreignkey')
        batch_op.drop_column('file_id')
        batch_op.drop_column('partner_id')
        batch_op.drop_column('transmitted_on')
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
