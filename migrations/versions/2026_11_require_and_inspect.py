"""Requirements as data, controls, qualified people, and what was settled for each loan."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('depot_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['depot_id'], ['depots.id'], name=op.f('fk_campaigns_depot_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['users.id'], name=op.f('fk_campaigns_opened_by_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_campaigns_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns'))
    )
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaigns_depot_id'), ['depot_id'], unique=False)

    op.create_table('clearances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('reservation_id', sa.Integer(), nullable=False),
    sa.Column('control', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('moment', sa.String(length=32), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('thing', sa.String(length=160), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('given_by', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['given_by_id'], ['users.id'], name=op.f('fk_clearances_given_by_id')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservations.id'], name=op.f('fk_clearances_reservation_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_clearances_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearances'))
    )
    with op.batch_alter_table('clearances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clearances_reservation_id'), ['reservation_id'], unique=False)

    op.create_table('qualifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('holder', sa.String(length=120), nullable=False),
    sa.Column('skill', sa.String(length=32), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('seen_by', sa.String(length=120), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('reminded', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= seen_on', name=op.f('ck_qualifications_days')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_qualifications_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_qualifications_territory_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_qualifications_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_qualifications'))
    )
    with op.batch_alter_table('qualifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_qualifications_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_qualifications_unit_id'), ['unit_id'], unique=False)

    op.create_table('inspections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('stock_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('control', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('finding', sa.String(length=32), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('provider', sa.String(length=120), nullable=False),
    sa.Column('inspector', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=True),
    sa.Column('found', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('hold_id', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('reminded', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_inspections_campaign_id')),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_inspections_file_id')),
    sa.ForeignKeyConstraint(['hold_id'], ['holds.id'], name=op.f('fk_inspections_hold_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['users.id'], name=op.f('fk_inspections_recorded_by_id')),
    sa.ForeignKeyConstraint(['stock_id'], ['stocks.id'], name=op.f('fk_inspections_stock_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_inspections_territory_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_inspections_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspections'))
    )
    with op.batch_alter_table('inspections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspections_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index('ix_inspections_due', ['territory_id', 'valid_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspections_stock_id'), ['stock_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspections_unit_id'), ['unit_id'], unique=False)

    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('equipment', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('people', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('seats', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('gross_kg', sa.Integer(), nullable=True))

    with op.batch_alter_table('requirements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('territory_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('code', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('equipment', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('scope', sa.String(length=32), nullable=False, server_default='event'))
        batch_op.add_column(sa.Column('skill', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('at_request', sa.String(length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('at_approval', sa.String(length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('at_hand_over', sa.String(length=32), nullable=False, server_default='paper'))
        batch_op.add_column(sa.Column('notice_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('measure', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('at_least', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('below', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('borrowers', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('source', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('as_of', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('verified', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('based_on', sa.JSON(), nullable=True))
        batch_op.alter_column('item_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_requirements_territory_id'), ['territory_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_requirements_territory_id_code'), ['territory_id', 'code'])
        batch_op.create_foreign_key(batch_op.f('fk_requirements_territory_id'), 'territories', ['territory_id'], ['id'])

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('user_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_units_user_id'), ['user_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_units_user_id'), 'users', ['user_id'], ['id'])

    number_those_who_operate()



def number_those_who_operate() -> None:
    """Make each person whom an inventory brought in a copy with a number: one may then be absent.

    Only items that came in one by one and of which none went: others stay as they are counted.
    """
    base = op.get_bind()
    people = sa.text(
        "SELECT m.id, m.territory_id, m.stock_id, s.item_id, i.reference FROM stock_movements m"
        " JOIN stocks s ON s.id = m.stock_id JOIN items i ON i.id = s.item_id"
        " WHERE i.family = 'Personnel' AND i.tracking = 'bulk' AND NOT EXISTS (SELECT 1"
        " FROM stock_movements o JOIN stocks t ON t.id = o.stock_id"
        " WHERE t.item_id = i.id AND o.quantity <> 1) ORDER BY m.id"
    )
    taken = set(base.scalars(sa.text("SELECT territory_id || ' ' || number FROM units")))
    for movement, territory, stock, item, reference in base.execute(people).all():
        ranks = (f"{reference}-{rank:02d}" for rank in range(1, len(taken) + 2))
        number = next(each for each in ranks if f"{territory} {each}" not in taken)
        taken.add(f"{territory} {number}")
        made = {"territory": territory, "stock": stock, "number": number}
        base.execute(
            sa.text(
                "INSERT INTO units (territory_id, stock_id, number)"
                " VALUES (:territory, :stock, :number)"
            ),
            made,
        )
        base.execute(
            sa.text(
                "UPDATE stock_movements SET unit_id = (SELECT id FROM units"
                " WHERE territory_id = :territory AND number = :number) WHERE id = :movement"
            ),
            {"territory": territory, "number": number, "movement": movement},
        )
        base.execute(
            sa.text("UPDATE items SET tracking = 'numbered' WHERE id = :item"), {"item": item}
        )


def downgrade() -> None:
    requirements = sa.table('requirements', sa.column('territory_id'))
    op.execute(requirements.delete().where(requirements.c.territory_id.is_not(None)))

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_units_user_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_units_user_id'))
        batch_op.drop_column('user_id')

    with op.batch_alter_table('requirements', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_requirements_territory_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_requirements_territory_id'))
        batch_op.drop_constraint(batch_op.f('uq_requirements_territory_id_code'), type_='unique')
        batch_op.alter_column('item_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('based_on')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('starts_on')
        batch_op.drop_column('verified')
        batch_op.drop_column('as_of')
        batch_op.drop_column('source')
        batch_op.drop_column('borrowers')
        batch_op.drop_column('below')
        batch_op.drop_column('at_least')
        batch_op.drop_column('measure')
        batch_op.drop_column('notice_days')
        batch_op.drop_column('at_hand_over')
        batch_op.drop_column('at_approval')
        batch_op.drop_column('at_request')
        batch_op.drop_column('months')
        batch_op.drop_column('skill')
        batch_op.drop_column('scope')
        batch_op.drop_column('equipment')
        batch_op.drop_column('code')
        batch_op.drop_column('territory_id')

    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_column('gross_kg')
        batch_op.drop_column('seats')
        batch_op.drop_column('people')
        batch_op.drop_column('equipment')

    with op.batch_alter_table('inspections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspections_unit_id'))
        batch_op.drop_index(batch_op.f('ix_inspections_stock_id'))
        batch_op.drop_index('ix_inspections_due')
        batch_op.drop_index(batch_op.f('ix_inspections_campaign_id'))

    op.drop_table('inspections')
    with op.batch_alter_table('qualifications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_qualifications_unit_id'))
        batch_op.drop_index(batch_op.f('ix_qualifications_organization_id'))

    op.drop_table('qualifications')
    with op.batch_alter_table('clearances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clearances_reservation_id'))

    op.drop_table('clearances')
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaigns_depot_id'))

    op.drop_table('campaigns')
