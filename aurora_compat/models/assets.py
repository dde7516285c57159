"""Assets: the body did not change (`design-asset-path` is about the path)."""

from aurora_compat.models.base import Model, Uuid, envelope, inferred, seen


class Asset(Model):
    """A file that belongs to a design."""

    id: Uuid | None = inferred("The asset's id", examples=["a55e0000-0000-4000-8000-000000000001"])
    design_id: Uuid | None = seen("Id of the design", examples=["de510000-0000-4000-8000-000000000001"])
    asset_type: str | None = seen("What it shows", examples=["CAD Screenshot"])
    filename: str | None = seen("Its name", examples=["roof.png"])
    url: str | None = seen("Where to fetch it", examples=["https://assets.example.com/roof.png"])


class AssetEnvelope(Model):
    """The body of Retrieve Design Asset."""

    asset: Asset = envelope("the asset")


class AssetList(Model):
    """The body of List Design Assets and List Project Assets."""

    assets: list[Asset] = envelope("a page of assets")
