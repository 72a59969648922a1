FROM public.cr.seqera.io/wave/pixi:0.61.0-noble AS wave_build
COPY conda.yml /opt/wave/conda.yml
COPY <<'END_OF_SCRIPT' /tmp/layers.sh
# Spreads the files of a Conda environment over numbered folders, each of which becomes a layer of the image. The files of a
# package stay together, so equal packages give equal layers. The last layer has the files that belong to no package.
# Uses only sh, awk and coreutils or busybox, since the image of the package manager may have neither find nor tar.
#
# Arguments: the environment, the folder of the layers, and the time before the installation in seconds since 1970.
set -eu
export LC_ALL=C TZ=UTC0
environment=${1#/} layers=$2 start=$3
rest=32                   # the last layer
count=$((rest - 1))
largest=536870912         # bytes of a layer before compression
shared=67108864           # smaller packages share layers up to this size
cd /
work=$(mktemp -d)
number=1
while [ "$number" -le "$rest" ]; do
    mkdir -p "$layers/$(printf %02d "$number")"
    number=$((number + 1))
done

du -al "$environment" | cut -f 2- | sort | awk -v q="'" '
    { name = $0; gsub(q, q "\"" q "\"" q, name); line = line " " q name q }
    NR % 500 == 0 { print "stat -c " q "%s %Y %d:%i %h %F\t%n" q line; line = "" }
    END { if (line != "") print "stat -c " q "%s %Y %d:%i %h %F\t%n" q line }' > "$work/stat.sh"
sh "$work/stat.sh" > "$work/files"

awk -v environment="$environment" -v layers="$layers" -v start="$start" -v rest="$rest" -v count="$count" -v largest="$largest" \
    -v shared="$shared" -v q="'" '
    function claim(path, package) {
        if ((path in numbers) && !(numbers[path] in owner)) owner[numbers[path]] = package
    }
    # The list "files" of the record of a Conda package; outside and inside of strings alternate at quotation marks.
    function conda(file, package,    text, part, last, inside, listed) {
        RS = "\""
        while ((getline text < file) > 0) {
            if (!inside) {
                if (listed && text ~ /\]/) break
                if (last == "files" && text ~ /^[ \t\r\n]*:[ \t\r\n]*\[/) listed = text !~ /\]/
                inside = 1
            } else if (text ~ /(^|[^\\])(\\\\)*\\$/) {
                part = part text "\""
            } else {
                last = part text; part = ""; inside = 0
                gsub(/\\"/, "\"", last)
                if (listed) claim(environment "/" last, package)
            }
        }
        close(file)
        RS = "\n"
    }
    # The RECORD of a Python package, whose paths are relative to the folder of all packages.
    function python(file, package,    line, path, folder) {
        folder = file
        sub(/\/[^\/]*\/RECORD$/, "", folder)
        while ((getline line < file) > 0) {
            if (line ~ /^"/) {
                match(line, /^"[^"]*"/)
                path = substr(line, 2, RLENGTH - 2)
            } else {
                path = line
                sub(/,.*/, "", path)
            }
            path = folder "/" path
            while (sub(/\/[^\/]+\/\.\.\//, "/", path)) {}
            claim(path, package)
        }
        close(file)
    }
    function before(a, b) { return total[a] != total[b] ? total[a] > total[b] : a < b }
    function flush(command, end) {
        if (batch != "") print command batch end
        batch = ""; batched = 0
    }
    function add(path, command, end) {
        gsub(q, q "\"" q "\"" q, path)
        batch = batch " " q path q
        if (++batched == 500) flush(command, end)
    }

    {
        tab = index($0, "\t")
        split(substr($0, 1, tab - 1), stat, " ")
        path = substr($0, tab + 1)
        if (stat[5] ~ /^directory/) { kept[++keptCount] = path; next }
        paths[++n] = path
        numbers[path] = n
        size[n] = stat[1]
        changed[n] = stat[2] >= start
        if (stat[4] > 1) inode[n] = stat[3]
    }
    END {
        for (i = 1; i <= n; i++) {
            if (index(paths[i], environment "/conda-meta/") == 1 && paths[i] ~ /\.json$/) {
                package = paths[i]
                gsub(/^.*\/|\.json$/, "", package)
                conda(paths[i], package)
            }
        }
        for (i = 1; i <= n; i++) {
            if (paths[i] ~ /\.dist-info\/RECORD$/) {
                package = paths[i]
                gsub(/\.dist-info\/RECORD$/, "", package)
                sub(/^.*\//, "", package)
                python(paths[i], i in owner ? owner[i] : package)
            }
        }
        for (i = 1; i <= n; i++) {
            if (paths[i] ~ /\/__pycache__\/[^\/]*\.pyc$/) {
                source = paths[i]
                sub(/__pycache__\//, "", source)
                sub(/\.[^\/.]*(\.opt-[0-9])?\.pyc$/, ".py", source)
                if ((source in numbers) && (numbers[source] in owner)) claim(paths[i], owner[numbers[source]])
            }
        }

        # Pieces: packages, and parts of those that are larger than a layer. Hard links to a file are in its piece.
        for (i = 1; i <= n; i++) {
            if ((i in inode) && (inode[i] in first)) {
                piece[i] = piece[first[inode[i]]]
                continue
            }
            if (i in inode) first[inode[i]] = i
            package = i in owner ? owner[i] : ""
            if (used[package] > 0 && used[package] + size[i] > largest) {
                used[package] = 0
                parts[package]++
            }
            used[package] += size[i]
            piece[i] = package (parts[package] ? " (part " parts[package] + 1 ")" : "")
            if (piece[i] != "" && !(piece[i] in total)) pieces[++m] = piece[i]
            total[piece[i]] += size[i]
        }
        for (gap = int(m / 2); gap > 0; gap = int(gap / 2)) {
            for (i = gap + 1; i <= m; i++) {
                moved = pieces[i]
                for (j = i; j > gap && before(moved, pieces[j - gap]); j -= gap) pieces[j] = pieces[j - gap]
                pieces[j] = moved
            }
        }

        # Large pieces have a layer each, small ones go to the first layer with enough space.
        for (i = 1; i <= m; i++) {
            for (k = 1; k <= made && load[k] + total[pieces[i]] > shared; k++) {}
            if (k > made) made = k
            load[k] += total[pieces[i]]
            layer[pieces[i]] = k
        }
        for (; made > count; made--) {
            a = 1
            for (k = 2; k <= made; k++) if (load[k] < load[a]) a = k
            b = a == 1 ? 2 : 1
            for (k = 1; k <= made; k++) if (k != a && load[k] < load[b]) b = k
            if (b < a) { k = a; a = b; b = k }
            load[a] += load[b]
            load[b] = load[made]
            for (i = 1; i <= m; i++) {
                if (layer[pieces[i]] == b) layer[pieces[i]] = a
                if (layer[pieces[i]] == made) layer[pieces[i]] = b
            }
        }

        for (i = 1; i <= n; i++) if (changed[i]) add(paths[i], "touch -h -t 198001010000")
        flush("touch -h -t 198001010000")
        for (k = 1; k <= made; k++) {
            target = sprintf("%s/%02d", layers, k)
            names = ""; named = 0
            for (i = 1; i <= m; i++) {
                if (layer[pieces[i]] == k && ++named <= 5) names = names (named > 1 ? ", " : "") pieces[i]
            }
            if (named > 5) names = names " and " named - 5 " more"
            gsub(q, "", names)
            printf "echo %slayer %02d: %d MB: %s%s\n", q, k, load[k] / 1000000, names, q
            copy = "cp -a -l --parents"
            for (i = 1; i <= n; i++) {
                if (layer[piece[i]] == k && piece[i] != "") {
                    add(paths[i], copy, " " q target q)
                    folder = paths[i]
                    while (sub(/\/[^\/]*$/, "", folder) && !((k, folder) in known)) {
                        known[k, folder] = 1
                        folders[++folderCount] = target "/" folder
                    }
                }
            }
            flush(copy, " " q target q)
        }
        printf "echo %srest: %d MB%s\n", q, total[""] / 1000000, q
        for (i = 1; i <= n; i++) if (piece[i] != "") add(paths[i], "rm -f")
        flush("rm -f")
        target = layers "/" rest
        printf "cp -a -l --parents %s%s%s %s%s%s\n", q, environment, q, q, target, q
        for (i = 1; i <= keptCount; i++) folders[++folderCount] = target "/" kept[i]
        folder = environment
        while (sub(/\/[^\/]*$/, "", folder)) folders[++folderCount] = target "/" folder
        for (i = 1; i <= folderCount; i++) add(folders[i], "touch -h -t 198001010000")
        flush("touch -h -t 198001010000")
    }' "$work/files" > "$work/split.sh"
sh -e "$work/split.sh"
rm -rf "$work"
END_OF_SCRIPT
WORKDIR /opt/wave
RUN start=$(date +%s) \
    && export SOURCE_DATE_EPOCH=315532800 \
    && cd /opt/wave \
    && pixi init --import /opt/wave/conda.yml \
    && pixi add 'conda-forge::which' 'conda-forge::procps-ng' \
    && pixi shell-hook > /shell-hook.sh \
    && echo 'exec "$@"' >> /shell-hook.sh \
    && echo '>> CONDA_LOCK_START' \
    && cat /opt/wave/pixi.lock \
    && echo '<< CONDA_LOCK_END' \
    && sh /tmp/layers.sh /opt/wave/.pixi/envs/default /layers "$start"

FROM ubuntu:24.04 AS wave_final
COPY --link --from=wave_build /layers/01/ /
COPY --link --from=wave_build /layers/02/ /
COPY --link --from=wave_build /layers/03/ /
COPY --link --from=wave_build /layers/04/ /
COPY --link --from=wave_build /layers/05/ /
COPY --link --from=wave_build /layers/06/ /
COPY --link --from=wave_build /layers/07/ /
COPY --link --from=wave_build /layers/08/ /
COPY --link --from=wave_build /layers/09/ /
COPY --link --from=wave_build /layers/10/ /
COPY --link --from=wave_build /layers/11/ /
COPY --link --from=wave_build /layers/12/ /
COPY --link --from=wave_build /layers/13/ /
COPY --link --from=wave_build /layers/14/ /
COPY --link --from=wave_build /layers/15/ /
COPY --link --from=wave_build /layers/16/ /
COPY --link --from=wave_build /layers/17/ /
COPY --link --from=wave_build /layers/18/ /
COPY --link --from=wave_build /layers/19/ /
COPY --link --from=wave_build /layers/20/ /
COPY --link --from=wave_build /layers/21/ /
COPY --link --from=wave_build /layers/22/ /
COPY --link --from=wave_build /layers/23/ /
COPY --link --from=wave_build /layers/24/ /
COPY --link --from=wave_build /layers/25/ /
COPY --link --from=wave_build /layers/26/ /
COPY --link --from=wave_build /layers/27/ /
COPY --link --from=wave_build /layers/28/ /
COPY --link --from=wave_build /layers/29/ /
COPY --link --from=wave_build /layers/30/ /
COPY --link --from=wave_build /layers/31/ /
COPY --link --from=wave_build /layers/32/ /
COPY --from=wave_build /shell-hook.sh /shell-hook.sh
USER root
ENV USER=root
ENTRYPOINT ["/bin/bash", "/shell-hook.sh"]
CMD ["/bin/bash"]
