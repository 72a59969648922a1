package io.wave.api.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.registry.config.Credentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CredentialKeysTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/pull";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'discriminator':'container-reg','userName':'user','password':'p' | user | p",
                "'discriminator':'container-reg','userName':'user' | |",
                "'discriminator':'aws','accessKey':'AKIA','secretKey':'s','assumeRoleArn':'' | AKIA | s",
                "'discriminator':'aws','accessKey':'AKIA','secretKey':'s','assumeRoleArn':'ROLE','externalId':'e' | ROLE | e",
                "'discriminator':'aws','assumeRoleArn':'ROLE' | ROLE | ``",
                "'discriminator':'aws','accessKey':'AKIA' | |",
                "'discriminator':'google','userName':'user','password':'p' | |"
            })
    void login(String members, @Nullable String username, @Nullable String password) {
        String json = "{%s}".formatted(members.replace('\'', '"').replace("ROLE", ROLE));
        Optional<Credentials> expected = username == null || password == null
                ? Optional.empty()
                : Optional.of(new Credentials(username.replace("ROLE", ROLE), password));

        assertThat(JsonMapper.shared().readValue(json, CredentialKeys.class).login())
                .isEqualTo(expected);
    }
}
