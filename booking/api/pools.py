"""Pools for programs: who lends, to whom, under which terms."""

from flask_smorest import Blueprint

from booking.queries import pools
from booking.queries.pools import PoolView
from booking.schemas.pools import Pool, Pools
from booking.web import actor

blueprint = Blueprint("api-pools", __name__, description="Parcs")


@blueprint.get("/pools")
@blueprint.response(200, Pools)
def index() -> dict[str, object]:
    """Donner les parcs, leurs conditions, et s’ils sont ouverts à votre organisme."""
    return {"pools": pools.index(actor())}


@blueprint.get("/pools/<int:pool_id>")
@blueprint.response(200, Pool)
def show(pool_id: int) -> PoolView:
    """Donner un parc et ses conditions."""
    return pools.show(actor(), pool_id)
