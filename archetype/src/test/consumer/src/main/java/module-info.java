module com.example.app {
    requires com.example.fast_hash;
}
