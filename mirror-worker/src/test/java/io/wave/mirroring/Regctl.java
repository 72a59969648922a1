package io.wave.mirroring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The registry client {@code regctl}, whose copies are the reference for what belongs to an image. */
record Regctl(Path program) {

    private static final Pattern REFERRERS_TAG = Pattern.compile("sha256-[0-9a-f]{64}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Optional<Regctl> find() {
        return SearchPath.withClients().find("regctl").map(Regctl::new);
    }

    /** Copies an image with all that belongs to it between registries without TLS. */
    void copy(String source, String target) {
        run(source, target, "image", "copy", "--referrers", "--digest-tags", source, target);
    }

    /** The digest of each tag; of a referrers tag, whose document is written by the client, the digests that it lists. */
    TreeMap<String, List<String>> tags(String repository) {
        TreeMap<String, List<String>> tags = new TreeMap<>();
        for (String tag :
                run(repository, repository, "tag", "ls", repository).lines().toList()) {
            String image = repository + ":" + tag;
            tags.put(
                    tag,
                    REFERRERS_TAG.matcher(tag).matches()
                            ? listed(run(image, image, "manifest", "get", "--format", "raw-body", image))
                            : List.of(
                                    run(image, image, "manifest", "head", image).strip()));
        }
        return tags;
    }

    private static List<String> listed(String index) {
        return JSON.readTree(index)
                .path("manifests")
                .valueStream()
                .map(entry -> entry.path("digest").stringValue())
                .sorted()
                .toList();
    }

    private String run(String first, String second, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (String image : List.of(first, second)) {
            command.addAll(List.of("--host", "reg=%s,tls=disabled".formatted(image.substring(0, image.indexOf('/')))));
        }
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
