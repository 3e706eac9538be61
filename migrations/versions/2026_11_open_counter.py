"""The counter: each passage out and back, incidents, photos of state, the account of use."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def _words(name, size):
    return sa.Column(name, sa.String(length=size) if size else sa.Text(), nullable=False, server_default='')


def _number(name):
    return sa.Column(name, sa.Integer(), nullable=True)


def _moment(name):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _added():
    # one by one, outside a batch: SQLite then keeps the table, its indexes and its triggers
    return {
        'items': [_number('pack_quantity'), _words('pack_name', 40), _words('instructions', None)],
        'pools': [
            sa.Column('remind_days', sa.JSON(), nullable=False, server_default='[-2, 0, 1, 3]'),
            sa.Column('contest_days', sa.Integer(), nullable=False, server_default='3'),
        ],
        'holds': [_moment('back_at')],
        'loans': [
            _moment('reminded_at'), _moment('closed_at'), _number('people'),
            sa.Column('rating', sa.String(length=32), nullable=True), _words('remark', None),
            _number('days'), _number('hours'), _number('km'), _number('replacement_cents'),
            _number('answer_hours'), sa.Column('adhered_on', sa.Date(), nullable=True),
        ],
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table('loans') as batch_op:
        batch_op.add_column(_number('closed_by_id'))
        batch_op.create_foreign_key(op.f('fk_loans_closed_by_id'), 'users', ['closed_by_id'], ['id'])
    _passages()
    _incidents()
    with op.batch_alter_table('conventions') as batch_op:
        for name in ('passage', 'incident'):
            batch_op.add_column(_number(f'{name}_id'))
            batch_op.create_foreign_key(op.f(f'fk_conventions_{name}_id'), f'{name}s', [f'{name}_id'], ['id'])
            batch_op.create_index(op.f(f'ix_conventions_{name}_id'), [f'{name}_id'])
    with op.batch_alter_table('files') as batch_op:
        for name, table in (('passage_id', 'passages'), ('line_id', 'lines'), ('incident_id', 'incidents')):
            batch_op.add_column(_number(name))
            batch_op.create_foreign_key(op.f(f'fk_files_{name}'), table, [name], ['id'])
        batch_op.create_index(op.f('ix_files_passage_id'), ['passage_id'])
        batch_op.create_index(op.f('ix_files_incident_id'), ['incident_id'])


def _references(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [f'{other}.id'], name=op.f(f'fk_{table}_{name}'))
        for name, other in columns.items()
    ]


def _passages() -> None:
    op.create_table('passages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    _number('depot_id'),
    _words('borrower_name', 120), _words('borrower_drawn', None),
    _words('keeper_name', 120), _words('keeper_drawn', None),
    _words('unsigned', 200), _words('agreed', None), _words('note', None),
    _moment('contest_until'), _moment('contested_at'), _number('contested_by_id'),
    _words('contest', None),
    *_references('passages', territory_id='territories', loan_id='loans', by_id='users', depot_id='depots',
        contested_by_id='users'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passages'))
    )
    op.create_index(op.f('ix_passages_loan_id'), 'passages', ['loan_id'])
    op.create_table('passage_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('passage_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    _number('unit_id'),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('damaged', sa.Integer(), nullable=False, server_default='0'),
    sa.Column('dirty', sa.Integer(), nullable=False, server_default='0'),
    sa.Column('missing', sa.Integer(), nullable=False, server_default='0'),
    sa.Column('wear', sa.String(length=32), nullable=True),
    _number('hours'), _number('km'), _number('energy'),
    sa.Column('accessories', sa.JSON(), nullable=False, server_default='[]'),
    _words('note', 300),
    sa.CheckConstraint('quantity >= 0 AND missing >= 0', name=op.f('ck_passage_lines_quantity')),
    sa.CheckConstraint('damaged >= 0 AND damaged <= quantity', name=op.f('ck_passage_lines_damaged')),
    sa.CheckConstraint('dirty >= 0 AND dirty <= quantity', name=op.f('ck_passage_lines_dirty')),
    sa.CheckConstraint('unit_id IS NULL OR quantity + missing = 1', name=op.f('ck_passage_lines_unit')),
    *_references('passage_lines', territory_id='territories', passage_id='passages', line_id='lines', unit_id='units'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passage_lines'))
    )
    op.create_index(op.f('ix_passage_lines_passage_id'), 'passage_lines', ['passage_id'])
    op.create_index(op.f('ix_passage_lines_line_id'), 'passage_lines', ['line_id'])
    _moved()
    op.drop_table('loan_lines')


def _moved() -> None:
    """Make of each loan of before one passage out and, when it came back, one back."""
    for direction, at, by, quantity, where in (
        ('out', 'handed_over_at', 'handed_over_by_id', 'quantity_out', '1 = 1'),
        ('back', 'returned_at', 'returned_by_id', 'quantity_back', 'l.returned_at IS NOT NULL'),
    ):
        op.execute(f'''INSERT INTO passages (territory_id, loan_id, direction, at, by_id)
            SELECT l.territory_id, l.id, '{direction}', l.{at}, l.{by} FROM loans l WHERE {where}''')
        op.execute(f'''INSERT INTO passage_lines (territory_id, passage_id, line_id, quantity)
            SELECT x.territory_id, p.id, x.line_id, x.{quantity} FROM loan_lines x
            JOIN passages p ON p.loan_id = x.loan_id AND p.direction = '{direction}' ''')


def _incidents() -> None:
    op.create_table('incidents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('stock_id', sa.Integer(), nullable=False),
    _number('unit_id'),
    sa.Column('quantity', sa.Integer(), nullable=False),
    _number('reservation_id'), _number('passage_id'), _number('hold_id'),
    sa.Column('on_return', sa.Boolean(), nullable=False, server_default=sa.false()),
    _moment('occurred_at'), _words('place', 160), _words('circumstances', None),
    _words('witnesses', 300), _words('others', 300), _words('injured', 300), _words('measures', None),
    _words('complaint', 160), _words('insurer', 160), _number('estimate_cents'),
    sa.Column('charged', sa.String(length=32), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    _moment('closed_at'), _number('closed_by_id'),
    sa.Column('outcome', sa.String(length=32), nullable=True), _words('conclusion', None),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_incidents_quantity')),
    *_references('incidents', territory_id='territories', stock_id='stocks', unit_id='units',
        reservation_id='reservations', passage_id='passages', reported_by_id='users',
        closed_by_id='users'),
    sa.ForeignKeyConstraint(['hold_id'], ['holds.id'], name=op.f('fk_incidents_hold_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incidents'))
    )
    op.create_index('ix_incidents_state', 'incidents', ['territory_id', 'state', 'reported_at'])
    op.create_index(op.f('ix_incidents_stock_id'), 'incidents', ['stock_id'])
    op.create_index(op.f('ix_incidents_reservation_id'), 'incidents', ['reservation_id'])


def downgrade() -> None:
    with op.batch_alter_table('files') as batch_op:
        batch_op.drop_index(op.f('ix_files_incident_id'))
        batch_op.drop_index(op.f('ix_files_passage_id'))
        for name in ('incident_id', 'line_id', 'passage_id'):
            batch_op.drop_constraint(op.f(f'fk_files_{name}'), type_='foreignkey')
            batch_op.drop_column(name)
    with op.batch_alter_table('conventions') as batch_op:
        for name in ('incident_id', 'passage_id'):
            batch_op.drop_index(op.f(f'ix_conventions_{name}'))
            batch_op.drop_constraint(op.f(f'fk_conventions_{name}'), type_='foreignkey')
            batch_op.drop_column(name)
    op.drop_table('incidents')
    op.create_table('loan_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('quantity_out', sa.Integer(), nullable=False),
    sa.Column('quantity_back', sa.Integer(), nullable=False),
    *_references('loan_lines', territory_id='territories', loan_id='loans', line_id='lines'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_lines'))
    )
    op.create_index(op.f('ix_loan_lines_loan_id'), 'loan_lines', ['loan_id'])
    op.execute('''INSERT INTO loan_lines (territory_id, loan_id, line_id, quantity_out, quantity_back)
        SELECT x.territory_id, p.loan_id, x.line_id,
        SUM(CASE WHEN p.direction = 'out' THEN x.quantity ELSE 0 END),
        SUM(CASE WHEN p.direction = 'back' THEN x.quantity ELSE 0 END)
        FROM passage_lines x JOIN passages p ON p.id = x.passage_id
        GROUP BY x.territory_id, p.loan_id, x.line_id''')
    op.drop_table('passage_lines')
    op.drop_table('passages')
    with op.batch_alter_table('loans') as batch_op:
        batch_op.drop_constraint(op.f('fk_loans_closed_by_id'), type_='foreignkey')
        batch_op.drop_column('closed_by_id')
    for table, columns in _added().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)
