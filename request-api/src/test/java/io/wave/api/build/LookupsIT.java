package io.wave.api.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.RequestApiIT;
import io.wave.job.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Builds, mirrors and scans by complete and partial ids. */
class LookupsIT extends RequestApiIT {

    @Autowired
    private BuildService builds;

    @Test
    void buildsAreFoundByAllFormsOfTheirIds() {
        String file = containerFile();
        String first = submit(file);
        builds.apply(word(first, 1, JobState.FAILED, null, "broken"));
        String second = submit(file);
        String container = second.substring(3, 19);
        assertThat(first).endsWith("_1");
        assertThat(second).endsWith(container + "_2");
        for (String typed : new String[] {second, container, "bd-" + container, container + "_2", container + "-2"}) {
            assertThat(client().get("/v1alpha1/builds/" + typed).text("buildId"))
                    .isEqualTo(second);
            assertThat(client().get("/v1alpha1/builds/%s/status".formatted(typed))
                            .text("id"))
                    .isEqualTo(second);
            assertThat(client().get("/v1alpha1/builds/%s/logs".formatted(typed)).header("Content-Disposition"))
                    .contains(second + ".log");
        }
        assertThat(client().get("/v1alpha1/builds/bd-%s-1".formatted(container)).text("buildId"))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "builds/bd-0123456789abcdef,404",
        "builds/bd-0123456789abcdef_7,404",
        "builds/bd-0123456789abcdef_0,404",
        "builds/0123456789abcde,404",
        "builds/nonsense,404",
        "builds/bd-0123456789abcdef_99999999999999999999,404",
        "builds/nonsense/logs,404",
        "mirrors/mr-0123456789ab,404",
        "mirrors/nonsense,404",
        "mirrors/mr-0123456789ab/logs,404",
        "scans/sc-0123456789abcdef_1,404",
        "scans/sc-0123456789abcdef_1/logs,404",
        "scans/sc-0123456789abcdef_1/spdx,404"
    })
    void unknownIdsAreNotFound(String path, int status) {
        var answer = client().get("/v1alpha1/" + path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("message")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/view", "/assets", "/openapi", "/v1alpha1/builds", "/webjars"})
    void longPathsAreNotFound(String begin) {
        var answer = client().get(begin + "/a".repeat(3_500));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("message")).isNotEmpty();
    }

    private String submit(String file) {
        return client().submit("{'containerFile':'%s'}".formatted(file)).text("buildId");
    }
}
