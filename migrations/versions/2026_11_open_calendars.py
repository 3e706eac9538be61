"""Calendars: what a subscription shows, and no more of who reads it than a day and a family."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

THINGS = {'item': 'items', 'unit': 'units', 'pool': 'pools', 'depot': 'depots'}
THING = ' AND '.join(f"({thing}_id IS NOT NULL) = (scope = '{thing}')" for thing in THINGS)


def upgrade() -> None:
    with op.batch_alter_table('feeds') as batch_op:
        for thing, table in THINGS.items():
            batch_op.add_column(sa.Column(f'{thing}_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f'fk_feeds_{thing}_id'), table, [f'{thing}_id'], ['id'])
        batch_op.add_column(sa.Column('anonymous', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('last_used_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('last_agenda', sa.String(length=32), nullable=True))
        batch_op.create_check_constraint(op.f('ck_feeds_thing'), THING)
    op.execute('UPDATE feeds SET last_used_on = date(last_used_at) WHERE last_used_at IS NOT NULL')
    with op.batch_alter_table('feeds') as batch_op:
        batch_op.drop_column('last_used_at')
    op.create_table(
        'scope_versions',
        sa.Column('territory_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_scope_versions_territory_id')),
        sa.PrimaryKeyConstraint('territory_id', 'kind', 'thing_id', name=op.f('pk_scope_versions')),
    )
    _count_changes_of_holds()
    _open_sources()


def _count_changes_of_holds() -> None:
    """Add plain columns: made anew, the table would lose the order of its indexes."""
    now = datetime.now(UTC).strftime('%Y-%m-%d %H:%M:%S.%f')
    zone = '' if op.get_bind().dialect.name == 'sqlite' else '+00'
    op.add_column('holds', sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('holds', sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False,
                                     server_default=now + zone))


def downgrade() -> None:
    _close_sources()
    for name in ('revision', 'changed_at'):
        op.execute(f'ALTER TABLE holds DROP COLUMN {name}')
    op.drop_table('scope_versions')
    op.execute("DELETE FROM feeds WHERE scope <> 'me'")  # whose scope nothing would know any more
    with op.batch_alter_table('feeds') as batch_op:
        batch_op.add_column(sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f('ck_feeds_thing'), type_='check')
        for thing in THINGS:
            batch_op.drop_constraint(op.f(f'fk_feeds_{thing}_id'), type_='foreignkey')
            batch_op.drop_column(f'{thing}_id')
        for name in ('anonymous', 'last_used_on', 'last_agenda'):
            batch_op.drop_column(name)


def _open_sources() -> None:
    """Agendas of elsewhere, whose holds are told from the others."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        'sources',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('territory_id', sa.Integer(), nullable=False),
        sa.Column('stock_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=True),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('address', sa.String(length=2000), nullable=True),
        sa.Column('host', sa.String(length=260), nullable=False),
        sa.Column('created_at', instant, nullable=False),
        sa.Column('tried_at', instant, nullable=True),
        sa.Column('read_at', instant, nullable=True),
        sa.Column('whole_at', instant, nullable=True),
        sa.Column('etag', sa.String(length=200), nullable=False),
        sa.Column('last_modified', sa.String(length=200), nullable=False),
        sa.Column('busy', sa.JSON(), nullable=False),
        sa.Column('dropped', sa.Integer(), nullable=False),
        sa.Column('cut', sa.Boolean(), nullable=False),
        sa.Column('failure', sa.String(length=32), nullable=True),
        sa.Column('failing_since', instant, nullable=True),
        sa.Column('told_at', instant, nullable=True),
        sa.Column('stopped_at', instant, nullable=True),
        sa.CheckConstraint('quantity > 0', name=op.f('ck_sources_quantity')),
        sa.CheckConstraint('unit_id IS NULL OR quantity = 1', name=op.f('ck_sources_unit')),
        sa.CheckConstraint('(address IS NULL) = (stopped_at IS NOT NULL)', name=op.f('ck_sources_address')),
        sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_sources_territory_id')),
        sa.ForeignKeyConstraint(['stock_id'], ['stocks.id'], name=op.f('fk_sources_stock_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sources_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sources')),
    )
    op.create_index(op.f('ix_sources_stock_id'), 'sources', ['stock_id'])
    # the holds stay as they are: made anew, the order of their indexes would change, and with it
    # how SQLite searches them
    op.execute('ALTER TABLE holds ADD COLUMN source_id INTEGER CONSTRAINT fk_holds_source_id REFERENCES sources (id)')
    op.add_column('holds', sa.Column('source_key', sa.String(length=32), nullable=True))
    told = sa.text('source_id IS NOT NULL')
    op.create_index('ix_holds_source', 'holds', ['source_id'], postgresql_where=told, sqlite_where=told)


def _close_sources() -> None:
    op.execute('DELETE FROM holds WHERE source_id IS NOT NULL')  # nothing would know why
    op.drop_index('ix_holds_source', table_name='holds')
    op.drop_column('holds', 'source_key')
    op.drop_column('holds', 'source_id')
    op.drop_index(op.f('ix_sources_stock_id'), table_name='sources')
    op.drop_table('sources')
