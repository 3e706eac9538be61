"""Files, contacts, opening hours, terms of pools, the life of items: what a territory needs."""

import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

SEARCHED = sa.Text().with_variant(postgresql.TEXT(collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('contacts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('function', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('substitute', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_contacts_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_contacts_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts'))
    )
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contacts_organization_id'), ['organization_id'], unique=False)

    op.create_table('closures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=True),
    sa.Column('depot_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.CheckConstraint('(pool_id IS NULL) <> (depot_id IS NULL)', name=op.f('ck_closures_of')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_closures_days')),
    sa.ForeignKeyConstraint(['depot_id'], ['depots.id'], name=op.f('fk_closures_depot_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['pools.id'], name=op.f('fk_closures_pool_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_closures_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closures'))
    )
    with op.batch_alter_table('closures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closures_depot_id'), ['depot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_closures_pool_id'), ['pool_id'], unique=False)

    op.create_table('opening_slots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('depot_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('opens_at', sa.Time(), nullable=False),
    sa.Column('closes_at', sa.Time(), nullable=False),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_opening_slots_hours')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_opening_slots_weekday')),
    sa.ForeignKeyConstraint(['depot_id'], ['depots.id'], name=op.f('fk_opening_slots_depot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_slots'))
    )
    with op.batch_alter_table('opening_slots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_slots_depot_id'), ['depot_id'], unique=False)

    op.create_table('accessories',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_accessories_quantity')),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_accessories_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accessories'))
    )
    with op.batch_alter_table('accessories', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accessories_item_id'), ['item_id'], unique=False)

    op.create_table('files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('small_sha256', sa.String(length=64), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('alt', sa.String(length=200), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_files_created_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_files_item_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_files_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_files_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_files_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_files_organization_id'), ['organization_id'], unique=False)

    op.create_table('imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('rows_total', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_imports_organization_id')),
    sa.ForeignKeyConstraint(['territory_id'], ['territories.id'], name=op.f('fk_imports_territory_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_imports_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports'))
    )
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imports_organization_id'), ['organization_id'], unique=False)

    op.create_table('import_rows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.Column('noted', sa.Boolean(), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('depot', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_import_rows_import_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_rows'))
    )
    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.create_index('ix_import_rows_import_number', ['import_id', 'number'], unique=False)

    with op.batch_alter_table('adhesions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('joining_act', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('leaving_act', sa.String(length=120), nullable=False, server_default=''))

    with op.batch_alter_table('depots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('access', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contact', sa.String(length=200), nullable=False, server_default=''))

    with op.batch_alter_table('insurance_certificates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('guarantees', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('file_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_insurance_certificates_file_id'), 'files', ['file_id'], ['id'])

    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(length=32), nullable=False, server_default='published'))
        batch_op.add_column(sa.Column('formality', sa.String(length=32), nullable=False, server_default='simple'))
        batch_op.add_column(sa.Column('legal_basis', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('purchase_cents', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('purchased_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('renew_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('contact', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('search_text', SEARCHED, nullable=False, server_default=''))

    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.create_index(
            'ix_items_families', ['territory_id', 'family', 'stage', 'pool_id'], unique=False)

    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('function', sa.String(length=80), nullable=False, server_default=''))

    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('act', sa.String(length=120), nullable=False, server_default=''))

    with op.batch_alter_table('organizations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('figures_year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('rna', sa.String(length=10), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('answerable_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('phone', sa.String(length=30), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mention', sa.Text(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_organizations_answerable_id'), ['answerable_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_organizations_answerable_id'), 'organizations', ['answerable_id'], ['id'])

    with op.batch_alter_table('pools', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kinds', sa.JSON(), nullable=False, server_default='["commune"]'))
        batch_op.add_column(sa.Column('others_horizon_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('quota_loans', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('quota_months', sa.Integer(), nullable=False, server_default='12'))
        batch_op.add_column(sa.Column('slots_block', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('open_on_holidays', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('school_rule', sa.String(length=32), nullable=False, server_default='any'))
        batch_op.add_column(sa.Column('legal_basis', sa.String(length=32), nullable=False, server_default='free_loan'))
        batch_op.add_column(sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('slug', sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_pools_slug'), ['slug'])

    with op.batch_alter_table('territories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('school_zone', sa.String(length=1), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('holiday_region', sa.String(length=10), nullable=False, server_default=''))

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('dismissed', sa.JSON(), nullable=False, server_default='[]'))


    items = sa.table('items', *(
        sa.column(name) for name in ('id', 'reference', 'name', 'description', 'search_text')))
    for row in op.get_bind().execute(sa.select(items)).all():
        text = unicodedata.normalize('NFKD', f'{row.name} {row.reference} {row.description}'.casefold())
        plain = ''.join(each for each in text if not unicodedata.combining(each))
        op.execute(items.update().where(items.c.id == row.id).values(
            search_text=plain.replace('œ', 'oe').replace('æ', 'ae')))


def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('dismissed')
        batch_op.drop_column('shared')

    with op.batch_alter_table('territories', schema=None) as batch_op:
        batch_op.drop_column('holiday_region')
        batch_op.drop_column('school_zone')

    with op.batch_alter_table('pools', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_pools_slug'), type_='unique')
        batch_op.drop_column('slug')
        batch_op.drop_column('hidden')
        batch_op.drop_column('legal_basis')
        batch_op.drop_column('school_rule')
        batch_op.drop_column('open_on_holidays')
        batch_op.drop_column('slots_block')
        batch_op.drop_column('quota_months')
        batch_op.drop_column('quota_loans')
        batch_op.drop_column('others_horizon_days')
        batch_op.drop_column('kinds')

    with op.batch_alter_table('organizations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_organizations_answerable_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_organizations_answerable_id'))
        batch_op.drop_column('mention')
        batch_op.drop_column('email')
        batch_op.drop_column('phone')
        batch_op.drop_column('answerable_id')
        batch_op.drop_column('rna')
        batch_op.drop_column('figures_year')

    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_column('act')

    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_column('function')

    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_index('ix_items_families')
        batch_op.drop_column('search_text')
        batch_op.drop_column('contact')
        batch_op.drop_column('renew_on')
        batch_op.drop_column('purchased_on')
        batch_op.drop_column('purchase_cents')
        batch_op.drop_column('legal_basis')
        batch_op.drop_column('formality')
        batch_op.drop_column('stage')

    with op.batch_alter_table('insurance_certificates', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_insurance_certificates_file_id'), type_='foreignkey')
        batch_op.drop_column('file_id')
        batch_op.drop_column('guarantees')

    with op.batch_alter_table('depots', schema=None) as batch_op:
        batch_op.drop_column('contact')
        batch_op.drop_column('access')

    with op.batch_alter_table('adhesions', schema=None) as batch_op:
        batch_op.drop_column('leaving_act')
        batch_op.drop_column('joining_act')

    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.drop_index('ix_import_rows_import_number')

    op.drop_table('import_rows')
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_imports_organization_id'))

    op.drop_table('imports')
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_files_organization_id'))
        batch_op.drop_index(batch_op.f('ix_files_item_id'))

    op.drop_table('files')
    with op.batch_alter_table('accessories', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accessories_item_id'))

    op.drop_table('accessories')
    with op.batch_alter_table('opening_slots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_slots_depot_id'))

    op.drop_table('opening_slots')
    with op.batch_alter_table('closures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closures_pool_id'))
        batch_op.drop_index(batch_op.f('ix_closures_depot_id'))

    op.drop_table('closures')
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contacts_organization_id'))

    op.drop_table('contacts')
