#!/bin/bash
# The process of one job: job.sh <evidence> <target> <job> <seconds> <status>. It and a child in a session of its own hold
# the lock of the target; the kernel gives it up when both are gone. Another job that finds it held is a violation.
evidence=$1 target=$2 job=$3 seconds=$4 status=$5
exec 9>>"$evidence/locks/$target"
if ! flock --nonblock 9; then
    echo "$target $job" >>"$evidence/violations"
    exit 99
fi
echo "$job" >>"$evidence/launched"
setsid sleep 1000 &
sleep "$seconds"
echo "$job" >>"$evidence/worked"
exit "$status"
