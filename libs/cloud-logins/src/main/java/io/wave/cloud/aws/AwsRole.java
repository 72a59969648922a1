package io.wave.cloud.aws;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role of AWS.
 *
 * @param arn its name
 * @param externalId external id that its trust policy requires, if any
 */
record AwsRole(String arn, Optional<String> externalId) {

    private static final Pattern ARN =
            Pattern.compile("arn:aws(?:-cn|-us-gov)?:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9+=,.@:/_-]{2,1224}");
    private static final String PREFIX = "arn:";

    /** @throws IllegalArgumentException if the ARN is not that of a role, or the external id is invalid */
    AwsRole {
        if (!ARN.matcher(arn).matches()) {
            throw new IllegalArgumentException(
                    "the ARN of the role is invalid, expected arn:aws:iam::<account>:role/<name>");
        }
        if (externalId.filter(id -> !EXTERNAL_ID.matcher(id).matches()).isPresent()) {
            throw new IllegalArgumentException("the external id of the role is invalid");
        }
    }

    /** @param externalId null or empty if there is none */
    static AwsRole of(String arn, @Nullable String externalId) {
        return new AwsRole(arn, Optional.ofNullable(externalId).filter(id -> !id.isEmpty()));
    }

    /** Whether a user name stands for a role. */
    static boolean isNamedBy(String username) {
        return username.startsWith(PREFIX);
    }

    /** The same role with another external id. */
    AwsRole with(String otherId) {
        return of(arn, otherId);
    }

    @Override
    public String toString() {
        return arn;
    }
}
