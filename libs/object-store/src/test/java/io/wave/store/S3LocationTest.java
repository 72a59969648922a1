package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {

    @Test
    void bucketWithoutPrefix() {
        assertThat(S3Location.parse("x", "s3://bucket")).isEqualTo(new S3Location("bucket", ""));
    }

    @Test
    void prefixEndsWithASlash() {
        S3Location location = S3Location.parse("x", "s3://bucket/a/b/");

        assertThat(location.key(new ObjectName("x/y"))).isEqualTo("a/b/x/y");
        assertThat(location.name("a/b/x/y")).isEqualTo(new ObjectName("x/y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///a", "s3://Bucket", "s3://bucket//a", "https://bucket"})
    void otherFormsAreRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> S3Location.parse("x", text));
    }
}
