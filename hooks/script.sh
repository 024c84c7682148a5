#!/bin/sh
{block}
