#!/bin/sh
# An interpreter that writes down its arguments, the request file among them and its Python settings, and becomes the real one.
call="$(dirname "$0")/call-$$"
printf '%s\n' "$@" > "$call.args"
env | grep -E '^(PYTHON|[A-Z]+_NUM_THREADS=)' > "$call.env"
for argument in "$@"; do
  case "$argument" in *.json) cp "$argument" "$call.json" ;; esac
done
exec python3 "$@"
