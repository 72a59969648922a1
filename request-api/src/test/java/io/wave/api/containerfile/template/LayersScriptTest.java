package io.wave.api.containerfile.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that spreads an environment over layers, run on environments of sparse files. */
class LayersScriptTest {

    private static final Instant PACKED = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant INSTALLED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FIXED = Instant.parse("1980-01-01T00:00:00Z");
    private static final long MB = 1_000_000;
    private static final long LARGEST = 512L << 20;
    private static final List<String> APPLETS = List.of(
            "awk", "cp", "cut", "date", "du", "echo", "mkdir", "mktemp", "printf", "rm", "sh", "sort", "stat", "touch");

    @TempDir
    private Path folder;

    /** The images have different versions of awk and coreutils. */
    @ParameterizedTest
    @ValueSource(strings = {"mawk", "gawk", "original-awk", "busybox"})
    void filesOfAPackageAreInOneLayer(String awk) throws Exception {
        Path tools = tools(awk);
        Path environment = folder.resolve("conda");
        conda(environment, "large-1.0-0", 90 * MB, "lib/large.so", "share/it's a \"$name\" of 1,2");
        conda(environment, "links-1.0-0", MB, "bin/git", "bin/git-add");
        Files.delete(environment.resolve("bin/git-add"));
        Files.createLink(environment.resolve("bin/git-add"), environment.resolve("bin/git"));
        Files.createLink(environment.resolve("bin/git-of-nobody"), environment.resolve("bin/git"));
        conda(environment, "small-1.0-0", MB, "lib/python3.12/site-packages/small.py", "bin/small");
        Files.createSymbolicLink(environment.resolve("bin/absent"), Path.of("nowhere"));
        file(environment.resolve("lib/python3.12/site-packages/__pycache__/small.cpython-312.opt-1.pyc"), 1000);
        file(environment.resolve("lib/python3.12/site-packages/pipped/__init__.py"), 2 * MB);
        file(environment.resolve("bin/pipped"), 100);
        Path record = environment.resolve("lib/python3.12/site-packages/pipped-2.dist-info/RECORD");
        Files.createDirectories(record.getParent());
        Files.writeString(record, """
                pipped/__init__.py,sha256=x,2000000
                ../../../bin/pipped,,
                pipped-2.dist-info/RECORD,,
                """);
        Files.createDirectories(environment.resolve("var/empty"));

        String log = split(environment, tools);

        assertThat(layers(environment))
                .isEqualTo(Map.ofEntries(
                        Map.entry("lib/large.so", "01"),
                        Map.entry("share/it's a \"$name\" of 1,2", "01"),
                        Map.entry("bin/git", "02"),
                        Map.entry("bin/git-add", "02"),
                        Map.entry("bin/git-of-nobody", "02"),
                        Map.entry("bin/small", "02"),
                        Map.entry("lib/python3.12/site-packages/small.py", "02"),
                        Map.entry("lib/python3.12/site-packages/__pycache__/small.cpython-312.opt-1.pyc", "02"),
                        Map.entry("lib/python3.12/site-packages/pipped/__init__.py", "02"),
                        Map.entry("lib/python3.12/site-packages/pipped-2.dist-info/RECORD", "02"),
                        Map.entry("bin/pipped", "02"),
                        Map.entry("bin/absent", "32"),
                        Map.entry("conda-meta/large-1.0-0.json", "32"),
                        Map.entry("conda-meta/links-1.0-0.json", "32"),
                        Map.entry("conda-meta/small-1.0-0.json", "32")));
        assertThat(Files.getAttribute(inLayer("02", environment, "bin/git"), "unix:nlink"))
                .isEqualTo(3);
        assertThat(inLayer("32", environment, "var/empty")).isEmptyDirectory();
        assertThat(times(folder.resolve("layers/32"), environment))
                .containsEntry("", FIXED.toString())
                .containsEntry("var/empty", FIXED.toString());
        assertThat(Files.getLastModifiedTime(inLayer("32", environment, "").resolve(".."))
                        .toInstant())
                .isEqualTo(FIXED);
        assertThat(log).contains("layer 01: 180 MB: large-1.0-0\n");
    }

    /** What was changed during the installation has a fixed time, so that layers of equal packages are equal. */
    @Test
    void equalPackagesGiveEqualLayers() throws Exception {
        List<Map<String, String>> layers = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Path environment = folder.resolve(name).resolve("conda");
            conda(environment, "shared-1.0-0", 40 * MB, "lib/one.so", "lib/two.so");
            if (name.equals("b")) {
                conda(environment, "other-1.0-0", 50 * MB, "lib/other.so", "lib/another.so");
            }
            Path changed = environment.resolve("lib/two.so");
            Files.setLastModifiedTime(changed, FileTime.from(INSTALLED.plusSeconds(layers.size())));
            split(environment, tools("mawk"));
            String layer = Objects.requireNonNull(layers(environment).get("lib/one.so"));
            layers.add(times(folder.resolve(name).resolve("layers").resolve(layer), environment));
        }
        assertThat(layers.get(0))
                .isEqualTo(layers.get(1))
                .containsEntry("lib/one.so", PACKED.toString())
                .containsEntry("lib/two.so", FIXED.toString())
                .containsEntry("lib", FIXED.toString());
    }

    @Test
    void packagesLargerThanALayerAreDivided() throws Exception {
        Path environment = folder.resolve("conda");
        conda(environment, "huge-1.0-0", 300 * MB, "lib/a.so", "lib/b.so", "lib/c.so");
        file(environment.resolve("models/one"), 400 * MB);
        file(environment.resolve("models/two"), 400 * MB);
        split(environment, tools("mawk"));
        assertThat(layers(environment).values()).hasSize(6);
        assertThat(sizes(environment)).allSatisfy((_, size) -> assertThat(size).isLessThanOrEqualTo(LARGEST));
    }

    @Test
    void thereAreAtMost32Layers() throws Exception {
        Path environment = folder.resolve("conda");
        List<String> files =
                IntStream.range(0, 60).mapToObj("lib/%02d.so"::formatted).toList();
        for (int i = 0; i < files.size(); i++) {
            conda(environment, "package%d-1.0-0".formatted(i), (i + 1) * 2L * MB, files.get(i));
        }
        split(environment, tools("mawk"));
        Map<String, Long> sizes = sizes(environment);
        assertThat(layers(environment)).containsKeys(files.toArray(String[]::new));
        assertThat(sizes).hasSizeLessThanOrEqualTo(32);
        assertThat(sizes).allSatisfy((_, size) -> assertThat(size).isLessThanOrEqualTo(200 * MB));
    }

    private static void conda(Path environment, String name, long size, String... files) throws IOException {
        for (String file : files) {
            file(environment.resolve(file), size);
        }
        String list = Stream.of(files)
                .map(file -> '"' + file.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",\n        "));
        Path record = environment.resolve("conda-meta").resolve(name + ".json");
        Files.createDirectories(record.getParent());
        Files.writeString(record, """
                {
                    "build": "0",
                    "depends": ["files"],
                    "files": [
                        %s
                    ],
                    "name": "%s"
                }
                """.formatted(list, name));
    }

    private static void file(Path file, long size) throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Files.setLastModifiedTime(file, FileTime.from(PACKED));
    }

    /** A folder of programs to put before the PATH; for busybox, all that the script uses. */
    private Path tools(String awk) throws IOException {
        Optional<Path> program = Stream.of("/bin", "/usr/bin")
                .map(bin -> Path.of(bin, awk))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(program).as("%s is installed", awk).isPresent();
        Path tools = Files.createTempDirectory(folder, "tools");
        for (String name : awk.equals("busybox") ? APPLETS : List.of("awk")) {
            String applet = awk.equals("busybox") ? " " + name : "";
            Path tool = Files.writeString(
                    tools.resolve(name), "#!/bin/sh\nexec %s%s \"$@\"\n".formatted(program.orElseThrow(), applet));
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        }
        return tools;
    }

    private String split(Path environment, Path tools) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("layers.sh"), new EnvironmentLayers(environment.toString()).script("END"));
        List<String> lines = Files.readAllLines(script);
        Files.write(script, lines.subList(1, lines.size() - 1));
        ProcessBuilder process = new ProcessBuilder(
                        "sh",
                        script.toString(),
                        environment.toString(),
                        environment.resolveSibling("layers").toString(),
                        Long.toString(INSTALLED.getEpochSecond()))
                .redirectErrorStream(true);
        process.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        Process running = process.start();
        String log = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(log).isZero();
        return log;
    }

    private static Path inLayer(String layer, Path environment, String file) {
        return environment
                .resolveSibling("layers")
                .resolve(layer)
                .resolve(environment.resolve(file).toString().substring(1));
    }

    /** The layer of each file. */
    private static Map<String, String> layers(Path environment) throws IOException {
        Map<String, String> layers = new TreeMap<>();
        try (Stream<Path> numbered = Files.list(environment.resolveSibling("layers"))) {
            for (Path layer : numbered.toList()) {
                Path root = layer.resolve(environment.toString().substring(1));
                files(root)
                        .forEach(file -> assertThat(layers.put(
                                        root.relativize(file).toString(),
                                        layer.getFileName().toString()))
                                .isNull());
            }
        }
        return layers;
    }

    private static Map<String, Long> sizes(Path environment) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Map.Entry<String, String> file : layers(environment).entrySet()) {
            sizes.merge(file.getValue(), Files.size(inLayer(file.getValue(), environment, file.getKey())), Long::sum);
        }
        return sizes;
    }

    private static Map<String, String> times(Path layer, Path environment) throws IOException {
        Path root = layer.resolve(environment.toString().substring(1));
        Map<String, String> times = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                times.put(
                        root.relativize(path).toString(),
                        Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                                .toString());
            }
        }
        return times;
    }

    private static List<Path> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
