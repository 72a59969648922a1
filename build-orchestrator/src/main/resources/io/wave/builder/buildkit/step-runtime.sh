#!/bin/bash
# The container runtime of RUN steps: runc, after limits and a control group were added to the configuration of a step.
# If a limit or the worker has ended the step, the last line of its output says so. The file "limits" beside it sets runc, endings
# and, where they apply, hide, group, worker, resources, memory, pids, and the messages out_of_….

set -eu
hide='' group='' worker='' resources='' memory='' pids='' out_of_memory='' out_of_total_memory='' out_of_processes=''
# shellcheck source=/dev/null
source "${BASH_SOURCE[0]%/*}/limits"

fail() {
    echo "step-runtime: $*" >&2
    exit 1
}

bundle=
for ((i = 1; i < $#; i++)); do
    case ${!i} in
        run | create) start=yes ;;
        exec | delete | kill | state) break ;;
        --bundle)
            next=$((i + 1))
            bundle=${!next}
            ;;
    esac
done
[[ -n ${start:-} ]] || exec "$runc" "$@"

# Quotes are escaped within the strings of JSON, so what a container file says is never taken for one of these members.
[[ -n $bundle ]] || fail "the configuration of the step is not named"
configuration=$(< "$bundle/config.json")
if [[ -n $hide ]]; then
    configuration=${configuration//'"type":"cgroup","source":"cgroup"'/'"type":"tmpfs","source":"tmpfs"'}
    [[ $configuration != *'"type":"cgroup"'* ]] || fail "the control groups of the worker cannot be hidden"
fi
# BuildKit collects traces of steps, which the daemon of the worker does not.
configuration=${configuration//'"OTEL_TRACES_EXPORTER=otlp"'/'"OTEL_TRACES_EXPORTER=none"'}
if [[ -n $group ]]; then
    before=$configuration
    configuration=${configuration/'"cgroupsPath":"/buildkit/'/"\"cgroupsPath\":\"$group/"}
    [[ $configuration != "$before" ]] || fail "no control group can be set"
fi
if [[ -n $resources ]]; then
    before=$configuration
    configuration=${configuration/'"resources":{"'/"\"resources\":{$resources,\""}
    [[ $configuration != "$before" ]] || fail "no limits can be set"
fi
printf '%s' "$configuration" > "$bundle/config.json"
# runc makes the control groups of a step below those that it is in itself, so it leaves that of the daemon.
[[ -z $worker ]] || echo 0 > "$worker"

# counted <file> <event>: whether a control group has had such an event.
counted() {
    local event count
    [[ -r $1 ]] || return 1
    while read -r event count; do
        [[ $event != "$2" || $count == 0 ]] || return 0
    done < "$1"
    return 1
}

# used_up <group>: whether a control group of version 1 has used all its memory, within the size of the parts that it is given.
used_up() {
    local limit most
    [[ -r $1/memory.limit_in_bytes && -r $1/memory.max_usage_in_bytes ]] || return 1
    read -r limit < "$1/memory.limit_in_bytes"
    read -r most < "$1/memory.max_usage_in_bytes"
    ((most + 1048576 >= limit))
}

# The groups are there until BuildKit deletes the step. Files of version 2 first, then those of version 1.
ending() {
    local own="$memory/$step"
    if counted "$own/memory.events" oom_kill; then
        counted "$own/memory.events" oom && echo "$out_of_memory" || echo "$out_of_total_memory"
    elif counted "$own/memory.oom_control" oom_kill; then
        used_up "$own" && echo "$out_of_memory" || echo "$out_of_total_memory"
    elif counted "$pids/$step/pids.events" max; then
        echo "$out_of_processes"
    fi
}

step=${bundle##*/} status=0
# The output of the step is file 3, so that it has no messages of this shell.
exec 3>&2 2> /dev/null
"$runc" "$@" 2>&3 3>&- || status=$?
if [[ $status != 0 ]]; then
    [[ -s $endings/$step ]] || ending > "$endings/$step"
    if [[ -s $endings/$step ]]; then
        printf '\nThe step was ended [%s]: %s\n' "$step" "$(< "$endings/$step")" >&3
    else
        rm -f "$endings/$step"
    fi
fi
exit "$status"
