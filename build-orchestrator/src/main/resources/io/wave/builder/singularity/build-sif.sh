#!/bin/sh
# Builds a SIF of the definition file in the folder "build" with singularity or apptainer, whichever there is, and pushes it. Runs in the
# container of a job, in an image of the operator.
#
#   build-sif.sh ARCHITECTURE SCHEME_OF_BASES SCHEME_OF_TARGET DESTINATION [CODE=ARCHITECTURE]...
#
# The schemes, http or https, are those of the registries of the base images and of the target, DESTINATION is registry/repository:tag, and
# the codes are those in the header of a SIF for another architecture, which is not pushed.
set -u
umask 022

readonly architecture="$1" scheme_of_bases="$2" scheme_of_target="$3" destination="$4"
shift 4
readonly folder="$PWD/build" secrets="${0%/*}" message="${WAVE_MESSAGE:-/dev/termination-log}" image=image.sif
export HOME="$folder/home" TMPDIR="$folder/tmp"

# give_up MESSAGE: ends the job with this message, by the exit code of a command that was not run.
give_up() {
    printf '%s\n' "$*" >"$message"
    exit 125
}

own_architecture() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}

# run SCHEME ARGUMENT...
run() {
    if [ "$1" = http ]; then
        export SINGULARITY_NOHTTPS=true APPTAINER_NOHTTPS=true
    else
        unset SINGULARITY_NOHTTPS APPTAINER_NOHTTPS
    fi
    shift
    "$program" "$@"
}

# header OFFSET LENGTH: bytes of the image.
header() {
    dd if="$image" bs=1 skip="$1" count="$2" 2>/dev/null
}

program=$(command -v singularity || command -v apptainer) ||
    give_up "format: 'sif' requires singularity or apptainer, but the image for these builds has neither on its PATH"
cd "$folder" && mkdir -p home tmp cache || give_up "$folder: cannot be written"
for each in singularity apptainer; do
    (
        umask 077
        mkdir "home/.$each"
        for file in docker-config.json remote.yaml; do
            [ ! -f "$secrets/$file" ] || cat "$secrets/$file" >"home/.$each/$file"
        done
    )
done

if [ "$(own_architecture)" = "$architecture" ]; then
    run "$scheme_of_bases" build "$folder/$image" "$folder/Containerfile"
else
    run "$scheme_of_bases" build --arch "$architecture" "$folder/$image" "$folder/Containerfile"
fi || exit

if [ "$(header 32 9)" = SIF_MAGIC ]; then
    code=$(header 45 2)
    for each in "$@"; do
        [ "${each%%=*}" != "$code" ] ||
            give_up "the base image or ${program##*/} made an image for linux/${each#*=} instead of linux/$architecture"
    done
fi

echo "Pushing oras://$destination"
run "$scheme_of_target" push "$folder/$image" "oras://$destination"
