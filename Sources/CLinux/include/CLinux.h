// What Swift cannot call: the appliance's only C.
#pragma once
#include <stddef.h>
#include <stdint.h>
