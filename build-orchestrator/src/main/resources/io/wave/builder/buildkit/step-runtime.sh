#!/bin/bash
# The container runtime of RUN steps: runc, after limits and a control group were added to the configuration of a step.
# The file "limits" beside it sets runc, hide, group, worker and resources.

set -eu
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
exec "$runc" "$@"
