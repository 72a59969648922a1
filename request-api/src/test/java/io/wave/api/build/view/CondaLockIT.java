package io.wave.api.build.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

class CondaLockIT extends RequestApiIT {

    @Autowired
    private ObjectStore objects;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Test
    void cachedBuildHasLockFileOfLastSuccess() {
        String file = containerFile();
        String first = submit(file);
        assertThat(condaLock(first).status()).isEqualTo(404);
        objects.put(ObjectName.lock(first), "@EXPLICIT\n".getBytes(StandardCharsets.UTF_8));
        ends(word(first, 3, JobState.SUCCEEDED, DIGEST, null));
        Answer lock = condaLock(first);
        assertThat(lock.body()).isEqualTo("@EXPLICIT\n");
        assertThat(lock.header("Content-Type")).startsWith("text/plain");

        String failed = submit(file);
        ends(word(failed, 3, JobState.FAILED, null, "no"));
        assertThat(condaLock(failed).status()).isEqualTo(404);

        String third = submit(file);
        assertThat(third).endsWith("_3");
        ends(word(third, 3, JobState.SUCCEEDED, DIGEST, null));
        assertThat(condaLock(third).body()).isEqualTo("@EXPLICIT\n");
        assertThat(condaLock("bd-0000000000000000_1").status()).isEqualTo(404);
    }

    private Answer condaLock(String buildId) {
        return client().get("/v1alpha1/builds/" + buildId + "/condalock");
    }

    private String submit(String containerFile) {
        return client().submit("{'containerFile':'%s'}".formatted(containerFile))
                .text("buildId");
    }

    private void ends(JobRecord job) {
        kafka.send(Topics.BUILD_EVENTS, "key", JsonMapper.builder().build().writeValueAsString(job))
                .join();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client().get("/v1alpha1/builds/" + job.id() + "/status")
                        .body()
                        .contains("COMPLETED"));
    }
}
