package io.wave.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The tests on a cluster run with the rights that the chart gives to workers, no more and no less. */
class RightsTest {

    private static final Path OF_TESTS =
            Path.of("../../libs/local-services/src/main/resources/io/wave/local/cluster/jobs-namespace.yaml");

    @Test
    void testsHaveTheRightsOfWorkers() throws IOException {
        List<Set<String>> ofTests = roles(OF_TESTS);
        assertThat(ofTests).hasSize(1);
        assertThat(roles(new ValueSet("full").golden())).isNotEmpty().containsOnly(ofTests.getFirst());
    }

    /** The rights of each role as lines {@code group/resource verb}. */
    private static List<Set<String>> roles(Path file) throws IOException {
        return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false)
                .filter(object -> object instanceof Map<?, ?> map && "Role".equals(map.get("kind")))
                .map(role -> rights(list((Map<?, ?>) role, "rules")))
                .toList();
    }

    private static Set<String> rights(List<?> rules) {
        Set<String> rights = new TreeSet<>();
        for (Object rule : rules) {
            Map<?, ?> parts = (Map<?, ?>) rule;
            assertThat(parts.keySet()).isEqualTo(Set.of("apiGroups", "resources", "verbs"));
            for (Object group : list(parts, "apiGroups")) {
                for (Object resource : list(parts, "resources")) {
                    for (Object verb : list(parts, "verbs")) {
                        rights.add(group + "/" + resource + " " + verb);
                    }
                }
            }
        }
        return rights;
    }

    private static List<?> list(Map<?, ?> parent, String name) {
        return (List<?>) Objects.requireNonNull(parent.get(name), name);
    }
}
