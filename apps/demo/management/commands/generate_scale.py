"""manage.py generate_scale --units N --persons N [--awards N] [--years N] [--seed S]: a large database of its own."""

from django.core.management.base import CommandError
from django.db import connection

from apps.core.commands import StableCommand
from apps.demo.bench.database import other_database
from apps.demo.scale.generating import generate

MOST = {"units": 100_000, "persons": 2_000_000, "awards": 10_000_000, "years": 30}
MOST_DUTY_YEARS = 3


class Command(StableCommand):
    help = "Tạo cơ sở dữ liệu lớn, riêng (tên kết thúc bằng _scale), với đơn vị, người, khen thưởng bịa ra."

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, required=True, help="số đơn vị")
        parser.add_argument("--persons", type=int, required=True, help="số cá nhân")
        parser.add_argument("--awards", type=int, default=0, help="số khen thưởng trong Sổ khen thưởng")
        parser.add_argument("--years", type=int, default=3, help="số năm có xếp loại")
        parser.add_argument("--seed", type=int, default=1, help="số mầm: cùng số cho cùng dữ liệu")

    def handle(self, *args, **options):
        for name, most in MOST.items():
            if not (1 if name == "units" else 0) <= options[name] <= most:
                raise CommandError(f"--{name}: từ {1 if name == 'units' else 0} đến {most}.")
        real = connection.settings_dict["NAME"]
        with other_database("scale", keep=True):
            made = generate(
                units=options["units"],
                persons=options["persons"],
                awards=options["awards"],
                years=options["years"],
                duty_years=min(options["years"], MOST_DUTY_YEARS),
                seed=options["seed"],
                say=self.stderr.write,
            )
        self.stderr.write(
            f"Mở trang với dữ liệu này: đặt DATABASE_URL tới cơ sở dữ liệu {real}_scale (cùng máy chủ); "
            "tài khoản sc.thuongtruc, sc.kiemtra, cb.sc-stp1 …, mật khẩu như manage.py demo_accounts."
        )
        self.stdout.write(f"{real}_scale: {made}")
