package io.wave.cloud.aws;

import io.wave.cloud.login.LoginException.Reason;

/** Who makes a request to AWS, which decides whose mistake a rejection is. */
enum Principal {
    ACCESS_KEY("the access key", Reason.REJECTED, Reason.DENIED),
    ROLE("the role", Reason.REJECTED, Reason.DENIED),
    SERVICE("this service", Reason.MISCONFIGURED, Reason.MISCONFIGURED);

    private final String text;
    private final Reason whenRejected;
    private final Reason whenDenied;

    Principal(String text, Reason whenRejected, Reason whenDenied) {
        this.text = text;
        this.whenRejected = whenRejected;
        this.whenDenied = whenDenied;
    }

    String text() {
        return text;
    }

    Reason whenRejected() {
        return whenRejected;
    }

    Reason whenDenied() {
        return whenDenied;
    }
}
