// SPDX-License-Identifier: Apache-2.0
#include "tls/mac.h"

#include "tls/openssl.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>

namespace causeway::tls {
namespace {

using OwnedMac = Owned<EVP_MAC, EVP_MAC_free>;
using OwnedMacContext = Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;

// Looking the algorithm up costs more than using it.
EVP_MAC_CTX* context() {
    static thread_local const OwnedMacContext made = [] {
        const OwnedMac mac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
        CAUSEWAY_ASSERT(mac != nullptr);
        OwnedMacContext fresh(EVP_MAC_CTX_new(mac.get()));
        char digest[] = "SHA256";
        const OSSL_PARAM choice[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end()};
        CAUSEWAY_ASSERT(fresh && EVP_MAC_CTX_set_params(fresh.get(), choice) == 1);
        return fresh;
    }();
    return made.get();
}

} // namespace

Mac macOf(const MacKey& key, ByteView bytes) {
    std::array<std::uint8_t, 32> whole{};
    std::size_t size = 0;
    EVP_MAC_CTX* mac = context();
    CAUSEWAY_ASSERT(EVP_MAC_init(mac, key.data(), key.size(), nullptr) == 1
                    && EVP_MAC_update(mac, bytes.data(), bytes.size()) == 1
                    && EVP_MAC_final(mac, whole.data(), &size, whole.size()) == 1);
    Mac result;
    std::copy_n(whole.begin(), result.size(), result.begin());
    return result;
}

bool sameMac(const Mac& left, ByteView right) {
    return right.size() == left.size()
           && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void fillRandom(std::span<std::uint8_t> bytes) {
    CAUSEWAY_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

} // namespace causeway::tls
