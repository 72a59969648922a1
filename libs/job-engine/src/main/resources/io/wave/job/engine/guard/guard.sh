#!/bin/bash
# Runs a tool that must not outlive the JVM that started it.
#
#   guard.sh <seconds> <folder> <tool> [argument...]
#
# Standard input carries heartbeats: each line is the number of seconds that the tool may run without another one; the
# first argument is that number for the time before the first line. If a heartbeat is late, or the input ends, the script
# creates the file <folder>/heartbeat-lost and ends the tool and its descendants. Otherwise the exit status is the tool's.
#
# As process 1 of a process namespace, the exit of this script ends all processes in the namespace, whatever sessions they
# created: the kernel does that even if the script is killed. The tool runs in a nested namespace, where it cannot see,
# stop or kill the script. Without permission to create a namespace, the script finds the remaining processes itself: the
# descendants of the tool, the members of its session, and processes whose root, working directory or environment refers
# to the folder.

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

# The ids of the remaining processes, except for those of this script.
left() {
    local stat line pid state parent session links
    local -a environment
    local -A parents=() belongs=() within=()
    # One program for all processes: one per process takes long on a busy machine.
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

# Stops the processes first, so that they start no others meanwhile, then kills them. Gives up after 50 rounds.
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

# The messages of bash about its jobs must not go to the log of the tool.
exec 2> /dev/null
wait -n
status=$?

if (($$ != 1)); then
    kill -KILL "$watcher" 2> /dev/null
    sweep
fi
exit "$status"
