#!/bin/bash
# Runs a tool that must not outlive the JVM that wants it.
#
#   guard.sh <seconds> <folder> <tool> [argument...]
#
# Standard input carries heartbeats: each line says for how many seconds the tool may live without another one; the
# first argument says it for the time before the first line. Silence for longer, or the end of the input, ends the tool
# and all that it started, and leaves the file <folder>/heartbeat-lost. Otherwise the exit status is the tool's.
#
# As process 1 of a process namespace its own exit ends everything in there, whatever sessions were made: the kernel sees
# to that, also when this script is killed. The tool is in a namespace below: it does not see this script and can neither
# stop nor kill it. Elsewhere (no right to make a namespace) the script looks for what is left: what descends from the
# tool, shares its session, has its root or working directory under the folder, or names the folder in its environment.

set -u
silence=$1
folder=$2
shift 2
exec 3<&0

heartbeats() {
    while IFS= read -r -t "$silence" -u 3 line; do
        silence=$line
    done
    : > "$folder/heartbeat-lost"
    exit 98
}

# The pids of what is left, this script's own processes excluded.
left() {
    local stat line pid state parent session links
    local -a environment
    local -A parents=() belongs=() within=()
    # One program for all of them: one for each takes long on a busy machine.
    links=$(stat -c %N /proc/[0-9]*/root /proc/[0-9]*/cwd 2> /dev/null)
    while IFS= read -r line; do
        if [[ $line =~ ^\'/proc/([0-9]+)/(root|cwd)\'\ -\>\ \'(.*)\'$ && ${BASH_REMATCH[3]}/ == "$folder"/* ]]; then
            within[${BASH_REMATCH[1]}]=1
        fi
    done <<< "$links"
    for stat in /proc/[0-9]*/stat; do
        { IFS= read -r line < "$stat"; } 2> /dev/null || continue
        pid=${line%% *}
        read -r state parent _ session _ <<< "${line##*) }"
        [[ $state == Z || $pid == "$$" || $pid == "$BASHPID" || $pid == "$watcher" ]] && continue
        parents[$pid]=$parent
        environment=()
        { mapfile -d '' -t environment < "/proc/$pid/environ"; } 2> /dev/null
        if [[ " ${environment[*]} " == *" WAVE_JOB_FOLDER=$folder "* ]]; then
            belongs[$pid]=1
        elif [[ $pid == "$tool" || $session == "$tool" || -n ${within[$pid]-} ]]; then
            belongs[$pid]=1
        fi
    done
    local grown=1
    while ((grown)); do
        grown=0
        for pid in "${!parents[@]}"; do
            if [[ -z ${belongs[$pid]-} && -n ${belongs[${parents[$pid]}]-} ]]; then
                belongs[$pid]=1
                grown=1
            fi
        done
    done
    echo "${!belongs[@]}"
}

# Stopped first, so that nothing is born while we look; then killed. What cannot be killed must not keep us for ever.
sweep() {
    local before found rounds
    for ((rounds = 0; rounds < 50; rounds++)); do
        before=""
        found=$(left)
        [[ -z $found ]] && return
        while [[ $found != "$before" ]]; do
            kill -STOP $found 2> /dev/null
            before=$found
            found=$(left)
        done
        kill -KILL $found 2> /dev/null
        sleep 0.05
    done
}

heartbeats < /dev/null &
watcher=$!
if (($$ == 1)); then
    unshare --pid --fork --kill-child --mount-proc -- \
        bash -c '"$@" & exec 2> /dev/null; wait $!' tool "$@" < /dev/null 3<&- &
else
    setsid "$@" < /dev/null 3<&- &
fi
tool=$!

# What bash says about its jobs is not for the tool's log.
exec 2> /dev/null
wait -n
status=$?

if (($$ != 1)); then
    kill -KILL "$watcher" 2> /dev/null
    sweep
fi
exit "$status"
