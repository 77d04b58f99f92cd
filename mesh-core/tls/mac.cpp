// SPDX-License-Identifier: Apache-2.0
#include "tls/mac.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>

namespace causeway::tls {

Mac macOf(const MacKey& key, ByteView bytes) {
    std::array<std::uint8_t, 32> whole{};
    unsigned int size = 0;
    CAUSEWAY_ASSERT(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(),
                         bytes.size(), whole.data(), &size)
                    != nullptr);
    Mac mac;
    std::copy_n(whole.begin(), mac.size(), mac.begin());
    return mac;
}

bool sameMac(const Mac& left, ByteView right) {
    return right.size() == left.size()
           && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void fillRandom(std::span<std::uint8_t> bytes) {
    CAUSEWAY_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

} // namespace causeway::tls
