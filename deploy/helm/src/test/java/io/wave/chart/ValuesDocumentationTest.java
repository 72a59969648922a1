package io.wave.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** README and schema of the chart have all values, and no others. {@code make chart} updates the README. */
class ValuesDocumentationTest {

    private static final String START = "<!-- generated: the values -->\n";
    private static final String END = "<!-- end of the values -->\n";

    private static final ValuesFile VALUES = ValuesFile.read(Helm.CHART.resolve("values.yaml"));

    @Test
    void readmeHasTheTableOfValues() throws IOException {
        Path file = Helm.CHART.resolve("README.md");
        String readme = Files.readString(file);
        String expected = readme.substring(0, readme.indexOf(START) + START.length())
                + "\n"
                + VALUES.table()
                + "\n"
                + readme.substring(readme.indexOf(END));
        if (Boolean.getBoolean("wave.golden.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).as("run 'make chart'").isEqualTo(expected);
    }

    @Test
    void everyValueIsDescribed() {
        assertThat(VALUES.undescribed()).isEmpty();
    }

    @Test
    void schemaKnowsTheSameValues() throws IOException {
        JsonNode schema = JsonMapper.shared().readTree(Files.readString(Helm.CHART.resolve("values.schema.json")));
        Set<String> keys = new TreeSet<>();
        collect("", schema, keys);
        keys.remove("global");
        assertThat(keys).isEqualTo(VALUES.keys().collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void collect(String path, JsonNode schema, Set<String> keys) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty() && !path.isEmpty()) {
            keys.add(path);
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            collect(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), keys);
        }
    }
}
