package io.wave.cloud.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Access to AWS for logins at ECR.
 *
 * @param jumpRoleArn role that this service assumes first, with its own identity, to assume the roles of credentials
 * @param jumpExternalId external id for that role
 * @param endpoint URL to call instead of the APIs of AWS, such as an emulator of them
 */
@ConfigurationProperties("wave.aws")
public record AwsProperties(
        @Nullable String jumpRoleArn,
        @Nullable String jumpExternalId,
        @Nullable URI endpoint) {

    /** @throws IllegalArgumentException if the jump role is invalid, or there is only an external id */
    public AwsProperties {
        if (jumpRoleArn == null && jumpExternalId != null) {
            throw new IllegalArgumentException("wave.aws.jump-external-id requires wave.aws.jump-role-arn");
        }
        if (jumpRoleArn != null) {
            try {
                AwsRole.of(jumpRoleArn, jumpExternalId);
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException("wave.aws.jump-role-arn: " + invalid.getMessage(), invalid);
            }
        }
    }

    Optional<AwsRole> jumpRole() {
        return Optional.ofNullable(jumpRoleArn).map(arn -> AwsRole.of(arn, jumpExternalId));
    }

    @Override
    public String toString() {
        return "AwsProperties[jumpRoleArn=%s, endpoint=%s]".formatted(jumpRoleArn, endpoint);
    }
}
