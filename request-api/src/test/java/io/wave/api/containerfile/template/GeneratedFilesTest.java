package io.wave.api.containerfile.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.containerfile.packages.Packages;
import io.wave.api.web.json.ApiJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Golden files of generated container files, which must not change within a template version. Update them with {@code
 * -Dwave.golden.update=true}.
 */
class GeneratedFilesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "packages");
    private static final JsonMapper JSON = ApiJson.mapper();

    /** The part of a request from which the files are generated, and the content of a lock file that it names by URL. */
    record Request(
            @Nullable Packages packages,
            @Nullable String buildTemplate,
            @Nullable String lockFile) {}

    static List<String> cases() throws IOException {
        return names().filter(name -> name.endsWith(".json"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void filesMatchGoldenFiles(String name) throws IOException {
        for (Map.Entry<String, String> file : generated(name).entrySet()) {
            Path golden = FOLDER.resolve(file.getKey());
            if (Boolean.getBoolean("wave.golden.update")) {
                Files.writeString(golden, file.getValue());
            }
            assertThat(file.getValue()).as(file.getKey()).isEqualTo(Files.readString(golden));
        }
    }

    @Test
    void goldenFilesAreAllUsed() throws IOException {
        Set<String> expected = cases().stream()
                .flatMap(name -> Stream.concat(Stream.of(name + ".json"), generated(name).keySet().stream()))
                .collect(Collectors.toSet());
        assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Map<String, String> generated(String name) {
        Request request = read(name);
        Packages packages = Objects.requireNonNull(request.packages());
        PackageFiles docker = PackageFiles.of(packages, request.buildTemplate(), false, request.lockFile());
        Map<String, String> files = new TreeMap<>();
        files.put(name + ".Dockerfile", docker.containerFile());
        if (!docker.template().isLayered()) {
            PackageFiles singularity = PackageFiles.of(packages, request.buildTemplate(), true, request.lockFile());
            assertThat(singularity.condaFile()).isEqualTo(docker.condaFile());
            files.put(name + ".def", singularity.containerFile());
        }
        if (docker.condaFile() != null) {
            files.put(name + ".conda.yml", docker.condaFile());
        }
        return files;
    }

    private static Request read(String name) {
        return JSON.readValue(FOLDER.resolve(name + ".json").toFile(), Request.class);
    }

    private static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
