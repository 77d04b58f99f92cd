// SPDX-License-Identifier: Apache-2.0
// What the cluster of these tests declares. Not in the test's own file, because moc takes the "//"
// of an identity in a raw string for a comment.
#pragma once

#include <QByteArray>

namespace causeway::test {

extern const QByteArray kObjects; // Cluster aws, Service ledger and its one instance
extern const QByteArray kCards;   // one more Service

} // namespace causeway::test
