// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/inventory.h"

#include "base/assert.h"

namespace causeway::app::domain {

QString name(Protocol protocol) {
    switch (protocol) {
    case Protocol::Unknown:
        return {};
    case Protocol::Http1:
        return QStringLiteral("HTTP/1.1");
    case Protocol::Http2:
        return QStringLiteral("HTTP/2");
    case Protocol::Grpc:
        return QStringLiteral("gRPC");
    case Protocol::Opaque:
        return QStringLiteral("TCP");
    case Protocol::Tls:
        return QStringLiteral("TLS");
    }
    CAUSEWAY_ASSERT(false);
}

double Certificate::lifeSpent(Instant now) const {
    const auto life = notAfter - notBefore;
    if (life <= Milliseconds(0))
        return now < notAfter ? 0.0 : 1.0;
    return double((now - notBefore).count()) / double(life.count());
}

} // namespace causeway::app::domain
