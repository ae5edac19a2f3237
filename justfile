# Shows the recipes.
default:
    @just --list

# Runs the sample job, or another one: just run my-job.toml
run job="sample-data/nightly.toml":
    cargo run --release -- run {{job}}

# Runs all tests.
test:
    cargo test

# Looks for what the compiler and clippy warn of.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# Lays out the code.
fmt:
    cargo fmt

# Builds the documentation of the code.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# Measures.
bench:
    cargo bench

# Writes the sample lists again; they come out byte for byte the same.
sample-data:
    cargo run --example generate -- sample-data
