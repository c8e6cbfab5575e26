# Sets $python to a Python with which the pins were tried (3.11 to 3.13), else to any later one. Sourced by the commands.
python_between() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c "import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, $2)))" >/dev/null 2>&1
}

python=''
for latest in 13 99; do
    for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11 python; do
        if [ -z "$python" ] && python_between "$candidate" "$latest"; then
            python=$candidate
        fi
    done
done

if [ -z "$python" ]; then
    echo "Cần Python 3.11 trở lên (trên Debian, Ubuntu: apt install python3 python3-venv)." >&2
    echo "Python 3.11 or later is needed (on Debian, Ubuntu: apt install python3 python3-venv)." >&2
    exit 1
fi
