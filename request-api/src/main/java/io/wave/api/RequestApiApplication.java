package io.wave.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The HTTP API: accepts requests, keeps their records, commands the work. */
@SpringBootApplication
public class RequestApiApplication {

    public static void main(String[] args) {
        SpringApplication.run(RequestApiApplication.class, args);
    }
}
