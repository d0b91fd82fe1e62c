#!/usr/bin/env bash
# An interpreter that writes down its arguments, the request file among them and its Python settings, and becomes the one that the
# link `real` beside it names. It keeps its own name, so that Python gives it as `sys.executable` and later calls come here as well.
call="$(dirname "$0")/call-$$"
printf '%s\n' "$@" > "$call.args"
env | grep -E '^(PYTHON|[A-Z]+_NUM_THREADS=)' > "$call.env"
for argument in "$@"; do
  case "$argument" in *.json) cp "$argument" "$call.json" ;; esac
done
exec -a "$0" "$(readlink "$(dirname "$0")/real")" "$@"
