package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import org.junit.jupiter.api.Test;

class DeniedAccessTest {

    private static final ImageReference IMAGE = ImageReference.parse("quay.io/team/app:1");

    @Test
    void messagesSayWhatToDo() {
        assertThat(DeniedAccess.toImage("containerImage", IMAGE, "ann"))
                .hasMessage("containerImage: 'quay.io/team/app:1' does not exist, or access is denied: check the name;"
                        + " for a private image, use an API token with credentials for 'quay.io'");
        assertThat(DeniedAccess.toBaseImage("containerFile", IMAGE, "ann"))
                .hasMessageStartingWith("containerFile: base image 'quay.io/team/app:1' does not exist, or access is"
                        + " denied: check the name; ");
        assertThat(DeniedAccess.toTarget("buildRepository", IMAGE, "ann"))
                .hasMessage("buildRepository: access denied: missing or invalid credentials for 'quay.io/team/app';"
                        + " use an API token with credentials for 'quay.io'");
        assertThat(DeniedAccess.toTarget("buildRepository", IMAGE, "platform_1"))
                .hasMessageEndingWith(
                        "; keep valid credentials for 'quay.io' in your Platform, in the workspace of the request");
    }
}
