package io.wave.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.RequestApiIT;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ServiceInfoIT extends RequestApiIT {

    @Test
    void returnsVersionAndCommit() throws IOException {
        Properties built = built();
        String expected = built.getProperty("git.commit.id.abbrev", "unknown");
        assertThat(client().get("/service-info")
                        .json()
                        .at("/serviceInfo/commitId")
                        .asString())
                .isEqualTo(expected)
                .matches("[0-9a-f]{7,}|unknown");
        assertThat(built.stringPropertyNames()).isSubsetOf("git.commit.id.abbrev");
    }

    /** Absent if the sources are not in a Git repository. */
    private static Properties built() throws IOException {
        Properties built = new Properties();
        try (InputStream file = ServiceInfoIT.class.getResourceAsStream("/git.properties")) {
            if (file != null) {
                built.load(file);
            }
        }
        return built;
    }
}
