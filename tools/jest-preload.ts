// CommonJS packages that require() Nest, which is ESM only, must find it evaluated: jest refuses
// require() of a module that is still being linked.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
