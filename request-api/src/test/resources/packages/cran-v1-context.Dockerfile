FROM rocker/r-ver:4.4.1
USER root
ENV R_LIBS_USER=/usr/local/lib/R/site-library
COPY . /opt/wave
RUN export R_LIBS_USER=/usr/local/lib/R/site-library \
    && mkdir -p /usr/local/lib/R/site-library \
    && export DEBIAN_FRONTEND=noninteractive \
    && apt-get update \
    && apt-get install -y --no-install-recommends 'libxml2-dev' 'littler' \
    && cd /opt/wave && if [ -f renv.lock ]; then Rscript \
        -e 'options(repos = c(CRAN = "https://cloud.r-project.org/"))' \
        -e 'install.packages("renv")' \
        -e 'renv::restore(lockfile = "renv.lock", library = "/usr/local/lib/R/site-library", prompt = FALSE)'; \
        elif [ -f install.R ]; then Rscript \
        -e 'options(repos = c(CRAN = "https://cloud.r-project.org/"))' \
        -e 'source("install.R")'; \
        else echo 'The build context has neither renv.lock nor install.R: no package is installed'; fi \
    && rm -rf /tmp/downloaded_packages /tmp/*.rds /var/lib/apt/lists/*
