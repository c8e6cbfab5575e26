"""The arguments of script/server, read before anything is installed and again by the second half."""

import argparse


def of_server(arguments: list[str]) -> argparse.Namespace:
    """``demo``: whether the demo is loaded into an empty database. Exits on what it does not know."""
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Cài đặt và chạy cổng thi đua trên máy này. · Installs and runs the portal here.",
        epilog="PORT=8000 · DATABASE_URL, REDIS_URL: dịch vụ có sẵn · services of your own",
    )
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="không nạp dữ liệu mẫu · no demo data")
    return parser.parse_args(arguments)
