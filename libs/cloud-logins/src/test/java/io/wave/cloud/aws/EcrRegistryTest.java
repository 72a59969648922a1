package io.wave.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryTest {

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, eu-west-1, eu-west-1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443, eu-west-1, eu-west-1",
        "123456789012.DKR.ECR.eu-west-1.amazonaws.com, eu-west-1, eu-west-1",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com, us-gov-west-1, us-gov-west-1 fips",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, cn-north-1, cn-north-1",
        "123456789012.dkr-ecr.eu-central-1.on.aws, eu-central-1, eu-central-1",
        "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn, cn-north-1, cn-north-1",
        "public.ecr.aws, us-east-1, public"
    })
    void regionAndScope(String host, String region, String scope) {
        assertThat(EcrRegistry.of(host)).hasValueSatisfying(registry -> {
            assertThat(registry.region()).isEqualTo(region);
            assertThat(registry.scope()).isEqualTo(scope);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com.attacker.test",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn",
                "123456789012.dkr.ecr.cn-north-1.amazonaws.com",
                "x123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                "12345.dkr.ecr.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecr.attacker.test/.amazonaws.com",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443",
                "123456789012.dkrxecr.eu-west-1.amazonaws.com",
                "public.ecr.aws.attacker.test",
                "xpublic.ecr.aws"
            })
    void otherHostsAreNotThoseOfEcr(String host) {
        assertThat(EcrRegistry.of(host)).isEmpty();
    }
}
