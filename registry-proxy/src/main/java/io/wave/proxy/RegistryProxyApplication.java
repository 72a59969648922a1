package io.wave.proxy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The public door: serves images under tokens and routes the API. */
@SpringBootApplication
public class RegistryProxyApplication {

    public static void main(String[] args) {
        SpringApplication.run(RegistryProxyApplication.class, args);
    }
}
