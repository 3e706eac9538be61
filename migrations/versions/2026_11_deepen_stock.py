"""Kits, named copies, knowing excess, and holds that end as they were planned."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

LONG = {
    'postgresql': "ends_at - starts_at > interval '45 days'",
    'sqlite': 'julianday(ends_at) - julianday(starts_at) > 45',
}


def upgrade() -> None:
    op.create_table('kit_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kit_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_kit_parts_quantity')),
    sa.ForeignKeyConstraint(['kit_id'], ['items.id'], name=op.f('fk_kit_parts_kit_id_items')),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_kit_parts_item_id_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kit_parts')),
    sa.UniqueConstraint('kit_id', 'item_id', name=op.f('uq_kit_parts_kit_id_item_id')),
    )
    with op.batch_alter_table('kit_parts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kit_parts_item_id'), ['item_id'], unique=False)

    with op.batch_alter_table('stock_movements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('note', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('despite', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('beyond', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('beyond_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_stock_movements_unit_id_units'), 'units', ['unit_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_stock_movements_unit_id'), ['unit_id'], unique=False)

    with op.batch_alter_table('holds', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('planned_ends_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('due_back_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('apart', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('note', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('series', sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column('despite', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('beyond', sa.Integer(), nullable=False, server_default='0'))

    op.execute('UPDATE holds SET planned_ends_at = ends_at')
    op.execute("""
        UPDATE holds SET due_back_at = (
            SELECT reservations.ends_at FROM lines
            JOIN reservations ON reservations.id = lines.reservation_id
            WHERE lines.id = holds.line_id AND reservations.status = 'out'
        )
    """)
    op.execute(f"""
        UPDATE holds SET apart = true
        WHERE due_back_at IS NOT NULL OR {LONG[op.get_bind().dialect.name]}
    """)  # noqa: S608 -- our own words

    with op.batch_alter_table('holds', schema=None) as batch_op:
        batch_op.alter_column('planned_ends_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_foreign_key(batch_op.f('fk_holds_unit_id_units'), 'units', ['unit_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_holds_unit'), 'unit_id IS NULL OR quantity = 1')
        batch_op.drop_index('ix_holds_stock_period')
        batch_op.create_index('ix_holds_stock_ends', ['territory_id', 'stock_id', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_holds_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_holds_series'), ['series'], unique=False)
        batch_op.create_index('ix_holds_apart', ['territory_id', 'stock_id'], unique=False,
                              postgresql_where=sa.text('apart'), sqlite_where=sa.text('apart = 1'))

    if op.get_bind().dialect.name == 'postgresql':
        op.execute("""
            ALTER TABLE holds ADD CONSTRAINT ex_holds_unit EXCLUDE USING gist (
                int4range(unit_id, unit_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
            ) WHERE (unit_id IS NOT NULL) DEFERRABLE INITIALLY DEFERRED
        """)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint('ex_holds_unit', 'holds')
    with op.batch_alter_table('holds', schema=None) as batch_op:
        for name in ('ix_holds_apart', 'ix_holds_series', 'ix_holds_unit_id', 'ix_holds_stock_ends'):
            batch_op.drop_index(name)
        batch_op.drop_constraint(batch_op.f('ck_holds_unit'), type_='check')
        batch_op.drop_constraint('fk_holds_unit_id_units', type_='foreignkey')
        batch_op.create_index(
            'ix_holds_stock_period', ['territory_id', 'stock_id', 'ends_at', 'starts_at'], unique=False)
        for name in ('beyond', 'despite', 'series', 'note', 'apart', 'due_back_at', 'planned_ends_at', 'unit_id'):
            batch_op.drop_column(name)
    with op.batch_alter_table('stock_movements', schema=None) as batch_op:
        batch_op.drop_index('ix_stock_movements_unit_id')
        batch_op.drop_constraint('fk_stock_movements_unit_id_units', type_='foreignkey')
        for name in ('beyond_until', 'beyond', 'despite', 'note', 'unit_id'):
            batch_op.drop_column(name)
    op.drop_table('kit_parts')
