package io.wave.api.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WorkflowLaunchTest {

    private static Optional<String> credentials(String json) {
        return JsonMapper.shared()
                .readValue(json.replace('\'', '"'), WorkflowLaunch.class)
                .credentialsOfAws();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-batch", "aws-cloud"})
    void keysOfComputeEnvironmentsOfAws(String platform) {
        assertThat(credentials("{'launch':{'computeEnv':{'platform':'%s','credentialsId':'1aB'}}}".formatted(platform)))
                .hasValue("1aB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}",
                "{'launch':null}",
                "{'launch':{'computeEnv':null}}",
                "{'launch':{'computeEnv':{'credentialsId':'1'}}}",
                "{'launch':{'computeEnv':{'platform':'k8s-platform','credentialsId':'1'}}}",
                "{'launch':{'computeEnv':{'platform':'aws-batch'}}}",
                "{'launch':{'computeEnv':{'platform':'aws-batch','credentialsId':'../1'}}}"
            })
    void otherComputeEnvironmentsHaveNone(String json) {
        assertThat(credentials(json)).isEmpty();
    }
}
