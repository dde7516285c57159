"""What the designs of the sample tenant consist of; invented as well."""

from aurora_compat.testing.server.tenant import Record
from aurora_compat.words.jsons import Json

_SHADING: Json = {
    "solar_access": {
        "annual": 90.4,
        "monthly": [81.2, 85.5, 91.0, 94.3, 95.8, 96.4, 96.1, 95.0, 92.7, 87.9, 82.6, 79.8],
    },
    "total_solar_resource_fraction": {"annual": 88.1},
}
_COMPONENT = "c0390000-0000-4000-8000-{:012d}"

SUMMARY: Record = {
    "system_size_ac": 6000,
    "system_size_ptc": 6290.5,
    "system_size_stc": 6800,
    "bill_of_materials": [
        {
            "id": _COMPONENT.format(1),
            "component_type": "modules",
            "sku": "EX-400-BLK",
            "name": "EX-400 Black",
            "manufacturer_name": "Example Modules",
            "quantity": 17,
        },
        {
            "id": _COMPONENT.format(3),
            "component_type": "dc_optimizers",
            "sku": "OPT-440",
            "name": "Optimizer 440",
            "manufacturer_name": "Pattern Power",
            "quantity": 11,
        },
        {
            "id": _COMPONENT.format(5),
            "component_type": "inverters",
            "sku": None,
            "name": "String 6.0",
            "manufacturer_name": "Pattern Power",
            "quantity": 1,
        },
    ],
    "arrays": [
        {
            "face": 1,
            "azimuth": 180.0,
            "pitch": 22.6,
            "size": 4400,
            "orientation": "portrait",
            "configuration": "Flush Mount",
            "ground_mounted": False,
            "module": {
                "id": _COMPONENT.format(1),
                "name": "EX-400 Black",
                "rating_stc": 400,
                "count": 11,
                "orientation": "portrait",
            },
            "microinverter": None,
            "dc_optimizer": {"id": _COMPONENT.format(3), "name": "Optimizer 440", "count": 11},
            "shading": _SHADING,
        },
        {
            "face": 2,
            "azimuth": 270.0,
            "pitch": 22.6,
            "size": 2400,
            "orientation": "landscape",
            "configuration": "Flush Mount",
            "ground_mounted": False,
            "module": {
                "id": _COMPONENT.format(1),
                "name": "EX-400 Black",
                "rating_stc": 400,
                "count": 6,
                "orientation": "landscape",
            },
            "microinverter": None,
            "dc_optimizer": None,
            "shading": _SHADING,
        },
    ],
    "string_inverters": [{"id": _COMPONENT.format(5), "name": "String 6.0", "count": 1, "rated_power": 6000}],
    "storage_inverters": [],
    "batteries": [],
    "energy_production": {
        "up_to_date": True,
        "annual": 9684.5,
        "annual_offset": "85%",
        "monthly": [519.1, 600.8, 811.7, 903.0, 1015.7, 1032.4, 1049.7, 991.5, 864.7, 729.2, 613.1, 553.6],
        "hourly": None,
        "loss_summary": [{"name": "Soiling", "percentage": 2.0}],
    },
}
"""What a design summary holds, less what it says of the design itself."""


def roofs() -> list[Record]:
    """One roof with two faces."""
    face: Record = {"area": 74.1, "modules_area": 33.9, "azimuth": 180.0, "pitch": 22.6, "modules": True}
    return [
        {
            "area": 148.2,
            "modules_area": 33.9,
            "pitch": 22.6,
            "modules": True,
            "edges_length": {"eave": 25.4, "hip": 0.0, "rake": 21.8, "ridge": 12.7, "valley": 0.0},
            "faces": [face, {**face, "modules_area": 0.0, "azimuth": 0.0, "modules": False}],
        }
    ]


def racking_arrays(module: str) -> list[Record]:
    """Two arrays, 2 cm apart: neighbours by the default spacing of 2024.05, not by that of older versions."""
    return [_array(module, 2, 6, neighbour=1, y=2.0), _array(module, 1, 5, neighbour=0, y=-2.0)]


def _array(module: str, rows: int, columns: int, *, neighbour: int, y: float) -> Record:
    return {
        "rows": rows,
        "columns": columns,
        "array_layout": ["1" * columns] * rows,
        "ground_mounted": False,
        "pitch": 22.6,
        "azimuth": 180.0,
        "tilt": 22.6,
        "rotation": 0.0,
        "module": {
            "id": module,
            "manufacturer": "Example Modules",
            "rating_stc": 400,
            "name": "EX-400 Black",
            "count": rows * columns,
        },
        "adjacent_arrays": [{"idx": neighbour, "x": 0.0, "y": y, "gap": 0.02}],
    }
