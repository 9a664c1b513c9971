"""Country codes of the tax administration, by ISO 3166 code."""

# Annex 3 of the Belcotax brochure, as listed in public payroll software; read 2026. The schema
# says zero for Belgium.
CODES = {
    "BE": "00000", "AT": "00105", "BG": "00106", "CH": "00127", "CY": "00107", "CZ": "00140",
    "DE": "00103", "DK": "00108", "EE": "00136", "ES": "00109", "FI": "00110", "FR": "00111",
    "GB": "00112", "GR": "00114", "HR": "00146", "HU": "00115", "IE": "00116", "IS": "00117",
    "IT": "00128", "LI": "00118", "LT": "00137", "LU": "00113", "LV": "00135", "MC": "00120",
    "MT": "00119", "NL": "00129", "NO": "00121", "PL": "00122", "PT": "00123", "RO": "00124",
    "SE": "00126", "SI": "00147", "SK": "00141",
}  # fmt: skip
